package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pawl aws-credentials}, as a tool of AWS calls it. */
final class AwsCommandTest {
  private static final int PROCESSES = 4;

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  /** What a command did. */
  private record Run(int exit, String out, String err) {}

  @Test
  void awsCredentials_askedByMany_isTheSameDocumentAndGotOnce() throws Exception {
    user.simulator().aws().writeHome(user.home(), user.simulator().aws().newSession("alice"));

    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(user.builder(Main.class, "aws-credentials").start());
    }
    List<Run> runs = new ArrayList<>();
    for (Process process : processes) {
      runs.add(end(process));
    }

    assertThat(runs).containsOnly(runs.get(0));
    assertThat(runs.get(0).err).isEmpty();
    assertThat(runs.get(0).out)
        .matches(
            "\\{\"Version\":1,\"AccessKeyId\":\"[^\"]+\",\"SecretAccessKey\":\"[^\"]+\","
                + "\"SessionToken\":\"[^\"]+\",\"Expiration\":\"[^\"]+Z\",\"AccountId\":\"123456789012\"}\\n");
    user.simulator().ledger().entries().of(AwsOperations.GET_ROLE_CREDENTIALS).areExactly(1);
  }

  @Test
  void awsCredentials_ofAnExport_areKeptUntilTheirExpiration() throws Exception {
    user.settings(export(Instant.now().plus(Duration.ofHours(3)), "one"));

    Run first = run();
    Run second = run();

    assertThat(first.exit).as(first.err).isZero();
    assertThat(second).isEqualTo(first);
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void awsCredentials_exportInTheFlatForm_areTaken() throws Exception {
    user.settings(
        exporting(
            "{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"AKIDFLAT\\\",\\\"SecretAccessKey\\\":\\\"flat\\\"}"));

    Run run = run();

    assertThat(run.out)
        .isEqualTo("{\"Version\":1,\"AccessKeyId\":\"AKIDFLAT\",\"SecretAccessKey\":\"flat\"}\n");
  }

  @Test
  void awsCredentials_exportIsMalformed_namesEachFieldAndNoValue() throws Exception {
    user.settings(
        exporting(
            "{\\\"Credentials\\\":{\\\"AccessKeyId\\\":\\\"AKIDBAD\\\",\\\"SecretAccessKey\\\":7,"
                + "\\\"Expiration\\\":\\\"tomorrow\\\"}}"));

    Run run = run();

    assertThat(run.exit).isEqualTo(ExitCode.FIX_CONFIGURATION);
    assertThat(run.out).isEmpty();
    assertThat(run.err)
        .contains(
            "Credentials.SecretAccessKey is no text of visible characters",
            "Credentials.SessionToken is missing",
            "Credentials.Expiration is no time of ISO 8601")
        .doesNotContain("AKIDBAD", "tomorrow");
  }

  @Test
  void awsCredentials_sessionEnded_tellsTheUserOfAwsWhatToRun() throws Exception {
    SsoSession session = user.simulator().aws().newSession("alice");
    user.simulator().aws().writeHome(user.home(), session);
    user.simulator().aws().sso().revokeFamily(session.family());

    Run run = end(user.builder(Main.class, "aws-credentials").start());

    assertThat(run.exit).isNotZero();
    assertThat(run.out).isEmpty();
    assertThat(run.err)
        .contains("Run: aws sso login --profile default")
        .doesNotContain("pawl login");
  }

  @Test
  void explain_ofKeysThatAreShared_tellsAccountRegionWhoPaysAndTheirEnd() throws Exception {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.simulator().aws().writeHome(user.home(), user.simulator().aws().newSession("alice"));
    Run keys = end(user.builder(Main.class, "aws-credentials").start());

    Run run = end(user.builder(Main.class, "explain").start());

    assertThat(keys.exit).as(keys.err).isZero();
    assertThat(run.out)
        .contains("> CLAUDE_CODE_USE_BEDROCK")
        .contains(
            "AWS Signature Version 4; account 123456789012; region us-east-1; billing aws; ends")
        .doesNotContain("SecretAccessKey");
  }

  @Test
  void explain_variableWithABearerToken_isNamedAsTheWinner() throws Exception {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.environment().put("AWS_BEARER_TOKEN_BEDROCK", "bearer-secret");
    user.environment().put("ANTHROPIC_PROFILE", "work");

    Run run = run("explain");
    Run token = run("token");

    assertThat(run.out)
        .contains("variable AWS_BEARER_TOKEN_BEDROCK, chosen by CLAUDE_CODE_USE_BEDROCK")
        .contains("note: ANTHROPIC_PROFILE is set, which Pawl does not read")
        .doesNotContain("bearer-secret");
    assertThat(token.out).isEqualTo("bearer-secret\n");
  }

  @Test
  void awsCredentials_profileThatAsksPawlForItself_isRefusedAtOnce() throws Exception {
    user.simulator().aws().writeHome(user.home(), user.simulator().aws().newSession("alice"));
    Files.writeString(
        user.home().resolve(".aws/config"),
        "\n[profile loop]\ncredential_process = pawl aws-credentials\n",
        StandardOpenOption.APPEND);

    Run run = end(user.builder(Main.class, "aws-credentials", "--aws-profile", "loop").start());

    assertThat(run.exit).isEqualTo(ExitCode.FIX_CONFIGURATION);
    assertThat(run.err).contains("which would ask that profile again", "--aws-profile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"workload", "over-a-workload"})
  void awsCredentials_profileWantsTheKeysOfTheVariables_areNotThoseOfAnother(String profile)
      throws Exception {
    String role = "role_arn = arn:aws:iam::123456789012:role/Other\n";
    user.simulator().aws().writeHome(user.home(), user.simulator().aws().newSession("alice"));
    Files.writeString(
        user.home().resolve(".aws/config"),
        "\n[profile workload]\nregion = us-east-1\n"
            + role
            + "credential_source = Environment\n\n[profile over-a-workload]\nregion = us-east-1\n"
            + role
            + "source_profile = workload\n",
        StandardOpenOption.APPEND);
    user.environment().put("AWS_ENDPOINT_URL", user.simulator().aws().endpoint().toString());
    user.environment().put("AWS_ACCESS_KEY_ID", "AKIDMINE");
    user.environment().put("AWS_SECRET_ACCESS_KEY", "mine");

    Run run = end(user.builder(Main.class, "aws-credentials", "--aws-profile", profile).start());

    assertThat(run.exit).isEqualTo(ExitCode.FIX_CONFIGURATION);
    assertThat(run.err).contains("AWS_ACCESS_KEY_ID differs from that of this process");
    assertThat(user.asked(AwsOperations.ASSUME_ROLE)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC_ORGANIZATION_ID, chooses nothing without ANTHROPIC_FEDERATION_RULE_ID",
    "ANTHROPIC_WORKSPACE_ID, chooses nothing without ANTHROPIC_FEDERATION_RULE_ID",
    "ANTHROPIC_CONFIG_DIR, Pawl does not read",
    "ANTHROPIC_PROFILE, Pawl does not read"
  })
  void explain_variableOfTheVendorAlone_saysThatItDecidesNothing(String variable, String why) {
    user.environment().put(variable, "own");

    Run run = run("explain");

    assertThat(run.out).contains("note: " + variable + " is set, which " + why);
  }

  @Test
  void token_bearerTokenIsEmpty_countsAsNone() throws Exception {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.environment().put("AWS_BEARER_TOKEN_BEDROCK", "");
    user.settings(export(Instant.now().plus(Duration.ofHours(3)), "one"));

    Run token = run("token");
    Run explain = run("explain");

    assertThat(token.out).isEmpty();
    assertThat(token.err).contains("next: pawl aws-credentials");
    assertThat(explain.out)
        .contains("> CLAUDE_CODE_USE_BEDROCK")
        .contains("AWS Signature Version 4")
        .doesNotContain("AWS_BEARER_TOKEN_BEDROCK");
  }

  @ParameterizedTest
  @CsvSource({"MANTLE, AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_AWS, ANTHROPIC_AWS_API_KEY"})
  void token_variableOfAnotherFrontOnAws_winsAndIsNamedAsABearerToken(
      String platform, String variable) {
    user.environment().put("CLAUDE_CODE_USE_" + platform, "1");
    user.environment().put(variable, "the-secret");

    Run token = run("token");
    Run headers = run("token", "--headers-for", "POST https://aws.example/v1/messages");
    Run explain = run("explain");

    assertThat(token.out).isEqualTo("the-secret\n");
    assertThat(headers.out).isEqualTo("Authorization: Bearer the-secret\n");
    assertThat(explain.out)
        .contains("variable " + variable + ", chosen by CLAUDE_CODE_USE_" + platform)
        .contains("Authorization: Bearer; billing aws")
        .doesNotContain("the-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEDROCK", "VERTEX", "FOUNDRY", "MANTLE", "ANTHROPIC_AWS"})
  void token_gatewaySigns_isNoneAndSaysSo(String platform) {
    user.environment().put("CLAUDE_CODE_USE_" + platform, "1");
    user.environment().put("CLAUDE_CODE_SKIP_" + platform + "_AUTH", "1");

    Run run = run("token");

    assertThat(run.out).isEmpty();
    assertThat(run.err).contains("CLAUDE_CODE_SKIP_" + platform + "_AUTH is on, so a gateway adds");
  }

  @Test
  void token_ofKeys_pointsToTheVerbThatPrintsThem() throws Exception {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.settings(export(Instant.now().plus(Duration.ofHours(3)), "one"));

    Run run = run("token");

    assertThat(run.out).isEmpty();
    assertThat(run.err).contains("next: pawl aws-credentials");
  }

  private Run run() {
    return run("aws-credentials");
  }

  private Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            arguments,
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.copyOf(user.environment()));
    return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static Run end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  private String export(Instant end, String secret) throws IOException {
    return exporting(
        "{\\\"Credentials\\\":{\\\"AccessKeyId\\\":\\\"AKID1\\\",\\\"SecretAccessKey\\\":\\\""
            + secret
            + "\\\",\\\"SessionToken\\\":\\\"session\\\",\\\"Expiration\\\":\\\""
            + end
            + "\\\"}}");
  }

  /* The settings name one script always: what it prints may change, its identity does not. */
  private String exporting(String document) throws IOException {
    Files.writeString(user.home().resolve("document"), document.replace("\\\"", "\""));
    return "{\"awsCredentialExport\": \""
        + user.script("export", "echo >> $HOME/calls; cat $HOME/document")
        + "\"}";
  }

  private long calls() throws IOException {
    return Files.readAllLines(user.home().resolve("calls")).size();
  }
}
