package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.cli.Main;
import dev.pawl.clouddrills.crew.CloudUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose account {@code pawl explain} names, of a cloud. */
final class ExplainedCloudsTest {
  private static final String EXPORTED =
      "{\"Version\":1,\"AccessKeyId\":\"AKIDEXPORT\",\"SecretAccessKey\":\"hidden\","
          + "\"SessionToken\":\"hidden\",\"AccountId\":\"111122223333\"}";

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @Test
  void explain_keysOfACommand_namesTheAccountOfItsOutputAndNoOther() throws Exception {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.simulator().aws().writeHome(user.home(), user.simulator().aws().newSession("alice"));
    Files.writeString(user.home().resolve("keys.json"), EXPORTED);
    user.settings("{\"awsCredentialExport\": \"cat $HOME/keys.json\"}");

    String before = printedByAProcess("explain");
    String keys = printed("aws-credentials");
    String after = printedByAProcess("explain");

    assertThat(keys).contains("AKIDEXPORT");
    assertThat(before).contains("region us-east-1").doesNotContain("account ");
    assertThat(after).contains("account 111122223333; region us-east-1").doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ACCESS_KEY_ID, AKID, AWS_ACCOUNT_ID, 444455556666",
    "AWS_WEB_IDENTITY_TOKEN_FILE, /token, AWS_ROLE_ARN, arn:aws:iam::444455556666:role/Pod"
  })
  void explain_keysOfVariables_namesTheAccountThatTheyTell(
      String variable, String value, String teller, String told) {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.environment().put(variable, value);
    user.environment().put(teller, told);

    String explained = printed("explain");

    assertThat(explained).contains("AWS Signature Version 4; account 444455556666; billing aws");
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC_VERTEX_PROJECT_ID, of-the-file",
    "GOOGLE_CLOUD_PROJECT, of-the-variable",
    "GCLOUD_PROJECT, of-the-variable"
  })
  void explain_severalProjects_namesTheOneThatClientsUse(String variable, String project)
      throws IOException {
    user.environment().put("CLAUDE_CODE_USE_VERTEX", "1");
    user.simulator().google().writeHome(user.home(), user.simulator().google().newLogin("alice"));
    projectOfTheFile("of-the-file");
    user.environment().put("ANTHROPIC_VERTEX_PROJECT_ID", "of-no-use");
    user.environment().put(variable, "of-the-variable");

    String explained = printed("explain");

    assertThat(explained).contains("account " + project + "; billing gcp");
  }

  private void projectOfTheFile(String project) throws IOException {
    Path file = user.home().resolve(".config/gcloud/application_default_credentials.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode fields = (ObjectNode) json.readTree(file.toFile());
    fields.put("project_id", project);
    json.writeValue(file.toFile(), fields);
  }

  /* The SDK looks for the profile in the home of the process. */
  private String printedByAProcess(String... words) throws Exception {
    Process process = user.builder(Main.class, words).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private String printed(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printer = new PrintStream(out, true, UTF_8);
    int exit =
        Main.run(
            words, InputStream.nullInputStream(), printer, printer, Map.copyOf(user.environment()));
    assertThat(exit).as(out.toString(UTF_8)).isZero();
    return out.toString(UTF_8);
  }
}
