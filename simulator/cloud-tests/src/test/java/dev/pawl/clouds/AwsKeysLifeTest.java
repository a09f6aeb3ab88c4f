package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.credentials.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long keys still live that {@code pawl aws-credentials} prints: a quarter of an hour where the
 * source can give such, as tools of AWS want it. The source is a command that prints keys.
 */
final class AwsKeysLifeTest {
  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @BeforeEach
  void configure() throws IOException {
    Path command = user.script("export", "echo >> $HOME/calls; cat $HOME/keys.json");
    user.settings("{\"awsCredentialExport\": \"" + command + "\"}");
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "50, 10, '', AKIDNEXT", // of 60 minutes, 10 are left
    "44, 16, '', AKIDOLD",
    "50, 10, 5m, AKIDOLD",
    "44, 16, 20m, AKIDNEXT",
    "13, 7, '', AKIDNEXT", // no quarter of an hour is to be had of 20 minutes: half of them is
    "8, 12, '', AKIDOLD"
  })
  void awsCredentials_ofSharedKeys_areGotAnewOnceTooLittleIsLeft(
      int age, int left, String wanted, String printed) throws IOException {
    shared(Duration.ofMinutes(age), Duration.ofMinutes(left));
    keys("AKIDNEXT", Duration.ofHours(1));

    String out = wanted.isEmpty() ? run() : run("--min-valid", wanted);

    assertThat(out).contains("\"AccessKeyId\":\"" + printed + "\"");
    assertThat(calls()).isEqualTo(printed.equals("AKIDOLD") ? 1 : 2);
  }

  @Test
  void awsCredentials_sourceGivesNoLongerOnes_areThoseThatThereAre() throws IOException {
    shared(Duration.ofMinutes(50), Duration.ofMinutes(10));
    Files.delete(user.home().resolve("keys.json"));

    String out = run();

    assertThat(out).contains("\"AccessKeyId\":\"AKIDOLD\"");
    assertThat(calls()).isEqualTo(2);
  }

  /* Somebody got them a while ago. */
  private void shared(Duration age, Duration left) throws IOException {
    keys("AKIDOLD", left);
    Clock then = Clock.offset(Clock.systemUTC(), age.negated());
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder().environment(environment()).clock(then))
            .build()) {
      assertThat(credentials.token().value()).contains("AKIDOLD");
    }
  }

  private void keys(String id, Duration left) throws IOException {
    Files.writeString(
        user.home().resolve("keys.json"),
        """
        {"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "fake", "SessionToken": "fake",
         "Expiration": "%s"}
        """
            .formatted(id, Instant.now().plus(left)));
  }

  private String run(String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] words = new String[options.length + 1];
    words[0] = "aws-credentials";
    System.arraycopy(options, 0, words, 1, options.length);
    int exit =
        Main.run(
            words,
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            System.err,
            environment());
    assertThat(exit).isEqualTo(ExitCode.OK);
    return out.toString(UTF_8);
  }

  private Map<String, String> environment() {
    return Map.copyOf(user.environment());
  }

  private int calls() throws IOException {
    return Files.readAllLines(user.home().resolve("calls")).size();
  }
}
