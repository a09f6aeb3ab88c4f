package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.cli.Main;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real {@code aws} with {@code pawl aws-credentials} as the credential_process of a profile.
 */
final class AwsCliTest {
  private static final Path AWS = Path.of("/usr/bin/aws");

  @AutoClose final CloudUser user = CloudUser.withoutTls();
  private final SsoSession session = user.simulator().aws().newSession("alice");

  /** What a command did. */
  private record Run(int exit, String out, String err) {}

  @BeforeEach
  void logIn() throws IOException {
    assumeTrue(Files.isExecutable(AWS), "there is no " + AWS + " here; .ci/setup installs it");
    user.simulator().aws().writeHome(user.home(), session);
    String process =
        String.join(
            " ", user.builder(Main.class, "aws-credentials", "--aws-profile", "default").command());
    Files.writeString(
        user.home().resolve(".aws/config"),
        "\n[profile work]\nregion = us-east-1\ncredential_process = " + process + "\n",
        StandardOpenOption.APPEND);
  }

  @Test
  void aws_severalAtOnce_signWithTheSameKeys() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(start());
    }

    List<Run> runs = new ArrayList<>();
    for (Process one : all) {
      runs.add(ended(one));
    }

    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.exit).as(run.err).isZero();
              assertThat(run.out).contains("\"Account\": \"123456789012\"");
            });
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(1);
    assertThat(user.asked(AwsOperations.GET_CALLER_IDENTITY)).isEqualTo(3);
  }

  @Test
  void aws_sessionEnded_showsWhatToRun() throws Exception {
    user.simulator().aws().sso().revokeFamily(session.family());

    Run run = ended(start());

    assertThat(run.exit).isNotZero();
    assertThat(run.err).contains("Run: aws sso login --profile default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "503"})
  void aws_portalGivesNothingNow_showsThatItPasses(String fault) throws Exception {
    user.simulator().faults().add("sso.get_role_credentials#1: BEFORE_COMMIT " + fault);

    Run run = ended(start());

    assertThat(run.exit).isNotZero();
    assertThat(run.err).contains("try again in a moment");
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            AWS.toString(),
            "--profile",
            "work",
            "--endpoint-url",
            user.simulator().aws().endpoint().toString(),
            "sts",
            "get-caller-identity");
    builder.environment().clear();
    builder.environment().putAll(user.environment());
    return builder.start();
  }

  private static Run ended(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, err);
  }
}
