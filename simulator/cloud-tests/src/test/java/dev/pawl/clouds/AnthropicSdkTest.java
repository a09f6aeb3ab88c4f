package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import dev.pawl.simulator.cloud.azure.AzureOperations;
import dev.pawl.simulator.cloud.google.GoogleOperations;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Anthropic SDK before the clouds, with the credentials of the user. */
final class AnthropicSdkTest {
  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @Test
  void bedrock_keysEndEarly_areGotOnceMoreForAllAndNoCallIsLost() throws IOException {
    bedrock();
    List<Program> programs = start(2, "bedrock", user.simulator().aws().endpoint());

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().aws().expireCredentials();
    List<String> second = CloudUser.all(programs, "stream");

    assertThat(first).isNotEmpty().containsOnly("msg_bdrk_simulated");
    assertThat(second).isNotEmpty().containsOnly("stopped");
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(2);
  }

  @Test
  void vertex_tokenIsRevoked_isGotOnceMoreAndNoCallIsLost() throws IOException {
    IssuedGrant login = vertex();
    List<Program> programs = start(1, "vertex", user.simulator().google().vertex().resolve("."));

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().google().server().revokeAccessTokens(login.family());
    List<String> second = CloudUser.all(programs, "stream");

    assertThat(first).isNotEmpty().containsOnly("msg_vrtx_simulated");
    assertThat(second).containsExactly("stopped");
    assertThat(user.asked(GoogleOperations.REFRESH)).isEqualTo(2);
  }

  @Test
  void foundry_tokenOfAManagedIdentity_opensTheModel() throws IOException {
    user.environment().put("CLAUDE_CODE_USE_FOUNDRY", "1");
    user.environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", user.simulator().azure().instance().toString());
    List<Program> programs = start(1, "foundry", user.simulator().azure().foundry());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isNotEmpty().containsOnly("msg_foundry_simulated");
    assertThat(user.asked(AzureOperations.IMDS_TOKEN)).isLessThanOrEqualTo(2);
  }

  @Test
  void bedrock_sessionEnded_onePersonIsAskedOnceAndAllGoOn() throws IOException {
    SsoSession session = bedrock();
    user.simulator()
        .aws()
        .writeHome(user.home().resolve("again"), user.simulator().aws().newSession("alice again"));
    user.settings("{\"awsAuthRefresh\": \"" + login(".aws/sso/cache/") + "\"}");
    List<Program> programs = start(2, "bedrock", user.simulator().aws().endpoint());
    user.simulator().aws().sso().revokeFamily(session.family());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isNotEmpty().containsOnly("msg_bdrk_simulated");
    assertThat(user.prompts()).isEqualTo(1);
  }

  @Test
  void bedrock_serverOfAnotherClock_isLearntOnceAndRenewsNothing() throws IOException {
    bedrock();
    user.simulator().clock().skew(AwsOperations.BEDROCK, Duration.ofMinutes(20));
    List<Program> programs = start(1, "bedrock", user.simulator().aws().endpoint());

    List<String> first = CloudUser.all(programs, "call");
    List<String> second = CloudUser.all(programs, "stream");

    assertThat(first).containsExactly("msg_bdrk_simulated");
    assertThat(second).containsExactly("stopped");
    assertThat(user.asked(AwsOperations.INVOKE_MODEL)).as("two until it is known").isEqualTo(3);
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "mantle, CLAUDE_CODE_USE_MANTLE, msg_mantle_simulated",
    "claude, CLAUDE_CODE_USE_ANTHROPIC_AWS, msg_aws_simulated"
  })
  void otherFrontOnAws_keysEndEarly_areGotOnceMoreAndNoCallIsLost(
      String front, String variable, String id) throws IOException {
    bedrock();
    user.environment().remove("CLAUDE_CODE_USE_BEDROCK");
    user.environment().put(variable, "1");
    user.simulator().clock().skew(AwsOperations.MANTLE, Duration.ofMinutes(20));
    List<Program> programs = start(1, front, user.simulator().aws().endpoint());

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().aws().expireCredentials();
    List<String> second = CloudUser.all(programs, "stream");

    assertThat(first).containsExactly(id);
    assertThat(second).containsExactly("stopped");
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(2);
  }

  @Test
  void otherFrontOnAws_apiKeyOfTheVariable_opensTheModel() throws IOException {
    String key = user.simulator().aws().newLogin("alice").accessToken();
    user.environment().put("CLAUDE_CODE_USE_ANTHROPIC_AWS", "1");
    user.environment().put("ANTHROPIC_AWS_API_KEY", key);
    List<Program> programs = start(1, "claude", user.simulator().aws().endpoint());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).containsExactly("msg_aws_simulated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "503"})
  void bedrock_nothingNow_isRepeatedWhereItIsTheModelAndToldWhereItIsTheKeys(String fault)
      throws IOException {
    bedrock();
    user.simulator().faults().add("bedrock.invoke_model#1: BEFORE_COMMIT " + fault);
    List<Program> programs = start(1, "bedrock", user.simulator().aws().endpoint());

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().aws().expireCredentials();
    user.simulator().faults().add("sso.get_role_credentials#1: BEFORE_COMMIT " + fault);
    List<String> second = CloudUser.all(programs, "call");

    assertThat(first).containsExactly("msg_bdrk_simulated");
    assertThat(second.get(0)).startsWith("TRY_LATER");
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(2);
  }

  @Test
  void vertex_sessionEnded_onePersonIsAskedOnceAndAllGoOn() throws IOException {
    IssuedGrant login = vertex();
    user.simulator()
        .google()
        .writeHome(user.home().resolve("again"), user.simulator().google().newLogin("alice again"));
    user.settings("{\"gcpAuthRefresh\": \"" + login(".config/gcloud/") + "\"}");
    List<Program> programs = start(2, "vertex", user.simulator().google().vertex().resolve("."));
    user.simulator().google().server().revokeFamily(login.family());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isNotEmpty().containsOnly("msg_vrtx_simulated");
    assertThat(user.prompts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "503"})
  void vertex_nothingNow_isRepeatedWhereItIsTheModelAndToldWhereItIsTheToken(String fault)
      throws IOException {
    IssuedGrant login = vertex();
    user.simulator().faults().add("vertex.raw_predict#1: BEFORE_COMMIT " + fault);
    List<Program> programs = start(1, "vertex", user.simulator().google().vertex().resolve("."));

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().google().server().revokeAccessTokens(login.family());
    user.simulator().faults().add("google.refresh#1: BEFORE_COMMIT " + fault);
    List<String> second = CloudUser.all(programs, "call");

    assertThat(first).containsExactly("msg_vrtx_simulated");
    assertThat(second.get(0)).startsWith("TRY_LATER");
    assertThat(user.asked(GoogleOperations.REFRESH)).isEqualTo(2);
  }

  @Test
  void vertex_tokenEndsInABurstOnAMachineThatIsAhead_isReplacedAndNoCallIsLost()
      throws IOException {
    vertex();
    SimulatedServer server = user.simulator().google().server();
    server.terms(server.terms().accessTtl(Duration.ofSeconds(6)));
    user.simulator().clock().skew(GoogleOperations.GOOGLE, Duration.ofHours(-3));
    user.simulator().clock().skew(GoogleOperations.VERTEX, Duration.ofHours(-3));
    List<Program> programs = start(1, "vertex", user.simulator().google().vertex().resolve("."));

    Set<String> answers = burst(programs);

    assertThat(answers).containsExactly("msg_vrtx_simulated");
    assertThat(user.asked(GoogleOperations.REFRESH)).isBetween(2, 20);
  }

  @Test
  void foundry_tokenEndsInABurstOrIsRevoked_isReplacedAndNoCallIsLost() throws IOException {
    user.environment().put("CLAUDE_CODE_USE_FOUNDRY", "1");
    user.environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", user.simulator().azure().instance().toString());
    user.simulator().azure().identityLifetime(Duration.ofSeconds(6));
    List<Program> programs = start(1, "foundry", user.simulator().azure().foundry());

    Set<String> answers = burst(programs);
    int before = user.asked(AzureOperations.IMDS_TOKEN);
    user.simulator().azure().server().revokeAccessTokens(family(AzureOperations.IMDS_TOKEN));
    List<String> last = CloudUser.all(programs, "stream");

    assertThat(answers).containsExactly("msg_foundry_simulated");
    assertThat(before).isGreaterThanOrEqualTo(2);
    assertThat(last).containsExactly("stopped");
    assertThat(user.asked(AzureOperations.IMDS_TOKEN)).isGreaterThan(before);
  }

  @Test
  void foundry_machineIsAheadAndEntraThrottles_isServedAndAskedOnce() throws IOException {
    try (CloudUser secure = AzureApplication.user()) {
      secure.simulator().clock().skew(AzureOperations.ENTRA, Duration.ofHours(-3));
      secure.simulator().clock().skew(AzureOperations.FOUNDRY, Duration.ofHours(-3));
      List<Program> programs = foundry(secure);

      List<String> first = CloudUser.all(programs, "call");
      List<String> second = CloudUser.all(programs, "call");
      secure
          .simulator()
          .azure()
          .server()
          .revokeAccessTokens(AzureApplication.family(secure.simulator()));
      secure.simulator().faults().add("entra.client_credentials#1: BEFORE_COMMIT 429");
      List<String> third = CloudUser.all(programs, "call");

      assertThat(first).containsExactly("msg_foundry_simulated");
      assertThat(second).isEqualTo(first);
      assertThat(third.get(0)).startsWith("TRY_LATER");
      assertThat(secure.asked(AzureOperations.CLIENT_CREDENTIALS)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "#1-: BEFORE_COMMIT 503, TRY_LATER, 2",
    "#1: BEFORE_COMMIT error=AADSTS700082 dialect=azure, LOG_IN, 1"
  })
  void foundry_providerIsDownOrTheSessionEnded_isToldAndNotAskedByEverybody(
      String fault, String reason, int asked) throws IOException {
    try (CloudUser secure = AzureApplication.user()) {
      secure.simulator().faults().add("entra.client_credentials" + fault);
      List<Program> programs = foundry(secure);

      List<String> first = CloudUser.all(programs, "call");
      int askedAtFirst = secure.asked(AzureOperations.CLIENT_CREDENTIALS);
      List<String> second = CloudUser.all(programs, "call");

      assertThat(first.get(0)).startsWith(reason);
      assertThat(second.get(0)).startsWith(reason);
      assertThat(askedAtFirst).isEqualTo(asked);
    }
  }

  @Test
  void foundry_namesClaimsThatItWants_isServedByATokenThatEntraMadeForThem() throws IOException {
    try (CloudUser secure = AzureApplication.user()) {
      List<Program> programs = foundry(secure);
      List<String> first = CloudUser.all(programs, "call");
      secure.simulator().azure().demandClaims(true);

      List<String> second = CloudUser.all(programs, "call");

      assertThat(first).containsExactly("msg_foundry_simulated");
      assertThat(second).isEqualTo(first);
      assertThat(secure.asked(AzureOperations.CLIENT_CREDENTIALS)).isEqualTo(2);
    }
  }

  private static List<Program> foundry(CloudUser user) throws IOException {
    return user.start(
        1, AnthropicProgram.class, "foundry", user.simulator().azure().foundry().toString());
  }

  private SsoSession bedrock() throws IOException {
    SsoSession session = user.simulator().aws().newSession("alice");
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.simulator().aws().writeHome(user.home(), session);
    return session;
  }

  private IssuedGrant vertex() throws IOException {
    IssuedGrant login = user.simulator().google().newLogin("alice");
    user.environment().put("CLAUDE_CODE_USE_VERTEX", "1");
    user.simulator().google().writeHome(user.home(), login);
    return login;
  }

  /* A command that logs in: what it leaves lies in another home. */
  private Path login(String directory) throws IOException {
    return user.script(
        "login",
        "echo >> $HOME/prompts\ncp $HOME/again/" + directory + "*.json $HOME/" + directory);
  }

  private static Set<String> burst(List<Program> programs) throws IOException {
    Set<String> answers = new HashSet<>(CloudUser.all(programs, "call"));
    Instant end = Instant.now().plusSeconds(7);
    while (Instant.now().isBefore(end)) {
      answers.addAll(CloudUser.all(programs, "call"));
    }
    return answers;
  }

  private String family(Operation operation) {
    return user.simulator().ledger().entries().of(operation).list().get(0).family();
  }

  private List<Program> start(int processes, String cloud, URI address) throws IOException {
    return user.start(processes, AnthropicProgram.class, cloud, address.toString());
  }
}
