package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.cli.Main;
import dev.pawl.clouddrills.crew.BedrockProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import dev.pawl.simulator.core.IssuedGrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bedrock with keys of a role that IAM Identity Center gives, by several processes. */
final class BedrockTest {
  /* Of an issuer that nobody asks, until the year 2099. */
  private static final String WEB_IDENTITY =
      Stream.of("{\"alg\":\"RS256\"}", "{\"sub\":\"workload\",\"exp\":4070908800}", "none")
          .map(part -> Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(UTF_8)))
          .collect(Collectors.joining("."));

  @AutoClose final CloudUser user = CloudUser.withoutTls();
  private final SsoSession session = user.simulator().aws().newSession("alice");

  @BeforeEach
  void logIn() throws IOException {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.simulator().aws().writeHome(user.home(), session);
  }

  @Test
  void keys_wantedByAll_areGotOnce() throws IOException {
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    assertThat(CloudUser.all(programs, "key")).containsOnly(key(programs));
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 1);
    areExactly(AwsOperations.INVOKE_MODEL, Processes.COUNT);
  }

  @Test
  void keys_endedEarly_areRenewedOnceAndNoCallIsLost() throws IOException {
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);
    CloudUser.all(programs, "call");

    user.simulator().aws().expireCredentials();
    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 2);
  }

  @Test
  void token_rejectedByThePortalBeforeItsEnd_isRefreshedOnce() throws IOException {
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);
    user.simulator().aws().sso().revokeAccessTokens(session.family());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    areExactly(AwsOperations.CREATE_TOKEN, 1);
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 2);
  }

  @Test
  void session_ended_onePersonIsAskedOnceAndAllGoOn() throws IOException {
    newSessionAt("aws-login");
    user.settings("{\"awsAuthRefresh\": \"" + login("echo enter the code ABCD >&2") + "\"}");
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);
    end();

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    assertThat(CloudUser.all(programs, "key")).containsOnly(key(programs));
    assertThat(Files.readAllLines(user.home().resolve("prompts"))).hasSize(1);
    areExactly(AwsOperations.CREATE_TOKEN, 1);
    for (Program program : programs) {
      assertThat(program.errors()).content().contains("login: enter the code ABCD");
    }
  }

  @Test
  void session_endedAndTheLoginFails_isNotTriedAgainByEverybody() throws IOException {
    user.settings(
        "{\"awsAuthRefresh\": \"" + user.script("fails", "echo >> $HOME/prompts; exit 3") + "\"}");
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);
    end();

    List<String> calls = CloudUser.all(programs, "call");
    CloudUser.all(programs, "call");

    assertThat(calls).allSatisfy(call -> assertThat(call).startsWith("LOG_IN"));
    assertThat(calls).anySatisfy(call -> assertThat(call).contains("failed with exit code 3"));
    assertThat(Files.readAllLines(user.home().resolve("prompts"))).hasSize(1);
    areExactly(AwsOperations.CREATE_TOKEN, 1);
  }

  @Test
  void session_endedAndTheLoginBringsNothing_isNotTriedAgainByEverybody() throws IOException {
    user.settings("{\"awsAuthRefresh\": \"" + user.script("idle", "echo >> $HOME/prompts") + "\"}");
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);
    end();

    List<String> calls = CloudUser.all(programs, "call");
    CloudUser.all(programs, "call");

    assertThat(calls).allSatisfy(call -> assertThat(call).startsWith("LOG_IN"));
    assertThat(Files.readAllLines(user.home().resolve("prompts"))).hasSize(1);
  }

  @Test
  void keys_rejectedByBedrockAlone_areRenewedWithoutAPerson() throws IOException {
    newSessionAt("aws-login");
    user.settings("{\"awsAuthRefresh\": \"" + login("true") + "\"}");
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);
    CloudUser.all(programs, "call");
    user.simulator()
        .faults()
        .add("bedrock.invoke_model#1: BEFORE_COMMIT error=ExpiredTokenException dialect=aws-json");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    assertThat(user.home().resolve("prompts")).doesNotExist();
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 2);
  }

  @Test
  void session_endedWithoutACommand_saysWhatToRunAndPresentsTheTokenOnce() throws IOException {
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);
    end();

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call).startsWith("LOG_IN").contains("aws sso login --profile default"));
    areExactly(AwsOperations.CREATE_TOKEN, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AFTER_COMMIT empty",
        "AFTER_COMMIT reset",
        "AFTER_COMMIT 503",
        "BEFORE_COMMIT error=TooManyRequestsException dialect=aws-json"
      })
  void answerToARefresh_lostOrNoneNow_isNotAskedForAgainByTheLibrary(String fault)
      throws IOException {
    List<Program> programs = user.start(2, BedrockProgram.class);
    user.simulator().aws().sso().revokeAccessTokens(session.family());
    user.simulator().faults().add("sso-oidc.refresh#1: " + fault);

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).allSatisfy(call -> assertThat(call).startsWith("TRY_LATER"));
    areExactly(AwsOperations.CREATE_TOKEN, 1);
  }

  @Test
  void server_ofAWrongClock_spoilsNoOtherClientOfTheProgram() throws IOException {
    List<Program> programs = user.start(1, BedrockProgram.class);
    user.simulator().clock().skew(AwsOperations.BEDROCK, Duration.ofMinutes(20));

    CloudUser.all(programs, "call");

    assertThat(CloudUser.all(programs, "offset")).containsOnly("0");
    areExactly(AwsOperations.INVOKE_MODEL, 2);
  }

  @Test
  void keys_checkedByAnStsOfAnotherClock_botherNobody() throws IOException {
    user.settings(
        "{\"awsAuthRefresh\": \"" + user.script("login", "echo >> $HOME/prompts") + "\"}");
    user.simulator().clock().skew(AwsOperations.STS, Duration.ofMinutes(20));
    List<Program> programs = user.start(1, BedrockProgram.class);
    CloudUser.all(programs, "call");
    user.simulator()
        .faults()
        .add("bedrock.invoke_model#1: BEFORE_COMMIT error=ExpiredTokenException dialect=aws-json");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).containsExactly("200");
    assertThat(user.prompts()).isZero();
    assertThat(CloudUser.all(programs, "offset")).containsExactly("0");
    areExactly(AwsOperations.GET_CALLER_IDENTITY, 3); // two until its clock is known, then one
  }

  @Test
  void keys_ofAMachineThatIsAhead_areNotTakenForEnded() throws IOException {
    user.simulator().clock().skew(AwsOperations.SSO, Duration.ofHours(-2));
    user.simulator().clock().skew(AwsOperations.SSO_OIDC, Duration.ofHours(-2));
    user.simulator().clock().skew(AwsOperations.BEDROCK, Duration.ofHours(-2));
    user.simulator().aws().sso().revokeAccessTokens(session.family());
    List<Program> programs = user.start(1, BedrockProgram.class);

    List<String> first = CloudUser.all(programs, "call");
    List<String> second = CloudUser.all(programs, "call");

    assertThat(first).containsExactly("200");
    assertThat(second).containsExactly("200");
    areExactly(AwsOperations.CREATE_TOKEN, 1);
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "503"})
  void portal_givesNothingNow_isAskedOnceForAll(String fault) throws IOException {
    List<Program> programs = user.start(2, BedrockProgram.class);
    user.simulator().faults().add("sso.get_role_credentials#1: BEFORE_COMMIT " + fault);

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).allSatisfy(call -> assertThat(call).startsWith("TRY_LATER"));
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "503"})
  void bedrockOrSts_givesNothingNow_bothersNobodyAndRenewsNothingForIt(String fault)
      throws IOException {
    user.settings(
        "{\"awsAuthRefresh\": \"" + user.script("login", "echo >> $HOME/prompts") + "\"}");
    user.simulator().faults().add("bedrock.invoke_model#1: BEFORE_COMMIT " + fault);
    List<Program> programs = user.start(1, BedrockProgram.class);

    List<String> first = CloudUser.all(programs, "call");
    int got = user.asked(AwsOperations.GET_ROLE_CREDENTIALS);
    user.simulator().aws().expireCredentials();
    user.simulator().faults().add("sts.get_caller_identity#1-: BEFORE_COMMIT " + fault);
    List<String> second = CloudUser.all(programs, "call");

    assertThat(first).containsExactly("200");
    assertThat(got).isEqualTo(1);
    assertThat(second).containsExactly("200");
    assertThat(user.prompts()).isZero();
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 2);
  }

  @Test
  void role_ofAContainer_isAskedForOnce() throws IOException {
    withoutProfiles(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        user.simulator().aws().containerCredentials().toString());

    assertThat(CloudUser.all(user.start(2, BedrockProgram.class), "call")).containsOnly("200");
    areExactly(AwsOperations.CONTAINER_CREDENTIALS, 1);
  }

  @Test
  void role_ofAnInstance_isAskedForOnce() throws IOException {
    withoutProfiles(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT", user.simulator().aws().instance().toString());

    assertThat(CloudUser.all(user.start(2, BedrockProgram.class), "call")).containsOnly("200");
    areExactly(AwsOperations.IMDS_CREDENTIALS, 1);
  }

  @Test
  void role_ofAWebIdentity_isAskedForOnce() throws IOException {
    Path token = user.home().resolve("web-identity");
    Files.writeString(token, WEB_IDENTITY);
    withoutProfiles("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    user.environment().put("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/Developer");

    assertThat(CloudUser.all(user.start(2, BedrockProgram.class), "call")).containsOnly("200");
    areExactly(AwsOperations.ASSUME_ROLE_WITH_WEB_IDENTITY, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"environment", "profile", "process", "role"})
  void keys_ofAnotherLink_areUsedByAll(String link) throws Exception {
    JsonNode keys = printed();
    Files.writeString(user.home().resolve(".aws/config"), configured(link, keys));
    user.environment().put("AWS_ENDPOINT_URL", user.simulator().aws().endpoint().toString());
    user.environment().put("AWS_REGION", "us-east-1");
    if (link.equals("environment")) {
      user.environment().put("AWS_ACCESS_KEY_ID", keys.get("AccessKeyId").asText());
      user.environment().put("AWS_SECRET_ACCESS_KEY", keys.get("SecretAccessKey").asText());
      user.environment().put("AWS_SESSION_TOKEN", keys.get("SessionToken").asText());
    }

    List<String> calls = CloudUser.all(user.start(2, BedrockProgram.class), "call");

    assertThat(calls).containsOnly("200");
    areExactly(AwsOperations.ASSUME_ROLE, link.equals("role") ? 1 : 0);
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 1); // by whoever printed them
  }

  /* Keys that the simulator knows. */
  private JsonNode printed() throws Exception {
    Process process = user.builder(Main.class, "aws-credentials").start();
    String document = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    Files.writeString(user.home().resolve("keys.json"), document);
    return new ObjectMapper().readTree(document);
  }

  private String configured(String link, JsonNode keys) {
    String written =
        """
        aws_access_key_id = %s
        aws_secret_access_key = %s
        aws_session_token = %s
        """
            .formatted(
                keys.get("AccessKeyId").asText(),
                keys.get("SecretAccessKey").asText(),
                keys.get("SessionToken").asText());
    return switch (link) {
      case "profile" -> "[default]\n" + written;
      case "process" ->
          "[default]\ncredential_process = cat " + user.home().resolve("keys.json") + "\n";
      case "role" ->
          "[default]\nrole_arn = arn:aws:iam::123456789012:role/Other\nsource_profile = base\n\n"
              + "[profile base]\n"
              + written;
      default -> "";
    };
  }

  private void withoutProfiles(String variable, String value) throws IOException {
    Files.delete(user.home().resolve(".aws/config"));
    user.environment().put("AWS_REGION", "us-east-1");
    user.environment().put("AWS_ENDPOINT_URL", user.simulator().aws().endpoint().toString());
    user.environment().put(variable, value);
  }

  @Test
  void sessionOfAwsLogin_itsTokenRotates_isSpentOnceForAll() throws IOException {
    user.simulator().clock().skew(AwsOperations.SIGNIN, Duration.ofMinutes(-20));
    IssuedGrant login = user.simulator().aws().newLogin("alice");
    user.simulator().aws().writeHome(user.home(), session, login);
    user.simulator().clock().skew(AwsOperations.SIGNIN, Duration.ZERO);
    user.environment().put("AWS_PROFILE", "login");
    List<Program> programs = user.start(Processes.COUNT, BedrockProgram.class);

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    areExactly(AwsOperations.SIGNIN_REFRESH, 1);
  }

  private void end() {
    user.simulator().aws().sso().revokeFamily(session.family());
  }

  private void newSessionAt(String place) throws IOException {
    SsoSession session = user.simulator().aws().newSession("alice again");
    user.simulator().aws().writeHome(user.home().resolve(place), session);
  }

  private Path login(String says) throws IOException {
    return user.script(
        "login",
        says
            + "\necho >> $HOME/prompts\ncp $HOME/aws-login/.aws/sso/cache/* $HOME/.aws/sso/cache/");
  }

  private static String key(List<Program> programs) throws IOException {
    return CloudUser.all(programs.subList(0, 1), "key").get(0);
  }

  private void areExactly(dev.pawl.simulator.core.operation.Operation operation, int count) {
    user.simulator().ledger().entries().of(operation).areExactly(count);
  }
}
