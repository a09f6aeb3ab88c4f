package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.cli.Main;
import dev.pawl.clouddrills.crew.BedrockProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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

  @Test
  void aws_keysEndInABurst_areGotAnewAndNoCallIsLost() throws Exception {
    user.simulator().aws().roleLifetime(Duration.ofSeconds(24)); // renewed when half of it is over

    List<Run> runs = new ArrayList<>();
    while (user.asked(AwsOperations.GET_ROLE_CREDENTIALS) < 2 && runs.size() < 100) {
      Process one = start();
      Process other = start();
      runs.add(ended(one));
      runs.add(ended(other));
    }

    assertThat(runs).allSatisfy(run -> assertThat(run.exit).as(run.err).isZero());
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(2);
  }

  @Test
  void aws_keysRevokedEarly_isServedAgainOnceAProgramWithPawlMetIt() throws Exception {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    Run before = ended(start());
    user.simulator().aws().expireCredentials();

    Run refused = ended(start());
    List<String> calls = CloudUser.all(user.start(1, BedrockProgram.class), "call");
    Run after = ended(start());

    assertThat(before.exit).as(before.err).isZero();
    assertThat(refused.err).contains("ExpiredToken");
    assertThat(calls).containsExactly("200");
    assertThat(after.exit).as(after.err).isZero();
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(2);
  }

  @Test
  void aws_ofAMachineThatIsAhead_isServedWithKeysThatHaveNotEnded() throws Exception {
    user.simulator().clock().skew(AwsOperations.SSO, Duration.ofMinutes(-10));
    user.simulator().clock().skew(AwsOperations.STS, Duration.ofMinutes(-10));
    user.simulator().aws().roleLifetime(Duration.ofMinutes(8)); // over already, by this machine

    Run first = ended(start());
    Run second = ended(start());

    assertThat(first.exit).as(first.err).isZero();
    assertThat(second.exit).as(second.err).isZero();
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(1);
  }

  @Test
  void aws_serverOfAnotherClock_isItsOwnErrorAndRenewsNothing() throws Exception {
    user.simulator().clock().skew(AwsOperations.STS, Duration.ofMinutes(20));

    Run first = ended(start());
    Run second = ended(start());

    assertThat(first.err).contains("Signature");
    assertThat(second.err).contains("Signature");
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(1);
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
