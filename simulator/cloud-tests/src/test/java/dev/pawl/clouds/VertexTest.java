package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.clouddrills.crew.BearerProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.cloud.google.GoogleOperations;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.SimulatedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vertex AI with tokens of application default credentials, by several processes. */
final class VertexTest {
  private static final String FILE = ".config/gcloud/application_default_credentials.json";

  private static final String MODEL =
      "/projects/p/locations/us-east5/publishers/anthropic/models/model:rawPredict";

  @AutoClose final CloudUser user = CloudUser.withoutTls();
  private final IssuedGrant login = user.simulator().google().newLogin("alice");

  @BeforeEach
  void logIn() throws IOException {
    user.environment().put("CLAUDE_CODE_USE_VERTEX", "1");
    user.simulator().google().writeHome(user.home(), login);
  }

  @Test
  void token_wantedByAll_isGotOnceAndOnceMoreWhenItIsRejected() throws IOException {
    List<Program> programs = start();

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().google().server().revokeAccessTokens(login.family());
    List<String> second = CloudUser.all(programs, "call");

    assertThat(first).isEqualTo(Processes.everyone("200"));
    assertThat(second).isEqualTo(Processes.everyone("200"));
    areExactly(GoogleOperations.REFRESH, 2);
  }

  @Test
  void person_wantedAgain_isALoginForAllAndNeverARetry() throws IOException {
    List<Program> programs = start();
    user.simulator()
        .faults()
        .add("google.refresh#1: BEFORE_COMMIT error=invalid_rapt dialect=google");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call)
                    .startsWith("LOG_IN")
                    .contains("gcloud auth application-default login"));
    areExactly(GoogleOperations.REFRESH, 1);
  }

  @Test
  void session_ended_onePersonIsAskedOnceAndAllGoOn() throws IOException {
    user.simulator()
        .google()
        .writeHome(user.home().resolve("again"), user.simulator().google().newLogin("alice again"));
    Path command =
        user.script(
            "login",
            "echo visit a page >&2\necho >> $HOME/prompts\ncp $HOME/again/"
                + FILE
                + " $HOME/"
                + FILE);
    user.settings("{\"gcpAuthRefresh\": \"" + command + "\"}");
    List<Program> programs = start();
    user.simulator().google().server().revokeFamily(login.family());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    assertThat(Files.readAllLines(user.home().resolve("prompts"))).hasSize(1);
    for (Program program : programs) {
      assertThat(program.errors()).content().contains("login: visit a page");
    }
  }

  @Test
  void command_whileTheTokenIsGood_isNotRun() throws IOException {
    user.settings(
        "{\"gcpAuthRefresh\": \"" + user.script("login", "echo >> $HOME/prompts") + "\"}");
    List<Program> programs = start();

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    assertThat(user.home().resolve("prompts")).doesNotExist();
  }

  @Test
  void provider_down_isAskedOnceAndNotAgainByTheLibrary() throws IOException {
    List<Program> programs = start();
    user.simulator().faults().add("google.refresh#1: BEFORE_COMMIT 503");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).allSatisfy(call -> assertThat(call).startsWith("TRY_LATER"));
    areExactly(GoogleOperations.REFRESH, 1);
  }

  @Test
  void provider_throttles_isAskedOnceForAll() throws IOException {
    List<Program> programs = user.start(2, BearerProgram.class, "google", model());
    user.simulator().faults().add("google.refresh#1: BEFORE_COMMIT 429");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).allSatisfy(call -> assertThat(call).startsWith("TRY_LATER"));
    areExactly(GoogleOperations.REFRESH, 1);
  }

  @Test
  void token_thatEndsInABurst_isReplacedAndNoCallIsLost() throws IOException {
    SimulatedServer server = user.simulator().google().server();
    server.terms(server.terms().accessTtl(Duration.ofSeconds(5)));
    List<Program> programs = user.start(2, BearerProgram.class, "google", model());

    Set<String> answers = new HashSet<>(CloudUser.all(programs, "call"));
    Instant end = Instant.now().plusSeconds(6);
    while (Instant.now().isBefore(end)) {
      answers.addAll(CloudUser.all(programs, "call"));
    }

    assertThat(answers).containsExactly("200");
    assertThat(user.asked(GoogleOperations.REFRESH)).isBetween(2, 20);
  }

  @Test
  void serviceAccount_isAskedForOnce() throws IOException {
    useServiceAccount();
    List<Program> programs = user.start(2, BearerProgram.class, "google", model());

    assertThat(CloudUser.all(programs, "call")).containsOnly("200");
    areExactly(GoogleOperations.JWT_BEARER, 1);
  }

  @Test
  void serviceAccount_ofAMachineWithAWrongClock_isToldToLookAtIt() throws IOException {
    useServiceAccount();
    user.simulator().clock().skew(GoogleOperations.GOOGLE, Duration.ofHours(-3));
    List<Program> programs = user.start(1, BearerProgram.class, "google", model());

    assertThat(CloudUser.all(programs, "call"))
        .singleElement()
        .asString()
        .startsWith("FIX_CONFIGURATION")
        .contains("look at the clock");
  }

  private void useServiceAccount() {
    user.environment()
        .put(
            "GOOGLE_APPLICATION_CREDENTIALS",
            user.home().resolve(".config/gcloud/service_account.json").toString());
  }

  @Test
  void impersonatedAccount_isAskedForOnceWithTheTokenOfThePerson() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode file = json.createObjectNode().put("type", "impersonated_service_account");
    file.put(
        "service_account_impersonation_url",
        user.simulator().google().vertex()
            + "/projects/-/serviceAccounts/robot@pawl.example:generateAccessToken");
    file.set("source_credentials", json.readTree(user.home().resolve(FILE).toFile()));
    json.writeValue(user.home().resolve(FILE).toFile(), file);
    List<Program> programs = user.start(2, BearerProgram.class, "google", model());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).containsOnly("200");
    areExactly(GoogleOperations.REFRESH, 1);
    areExactly(GoogleOperations.GENERATE_ACCESS_TOKEN, 1);
  }

  @Test
  void externalAccount_whoseTokenLiesInAFile_isExchangedOnceForAll() throws IOException {
    try (CloudUser secure = new CloudUser(Simulator.builder().clouds().tls().start())) {
      secure.trustSimulator();
      secure
          .simulator()
          .google()
          .writeHome(secure.home(), secure.simulator().google().newLogin("a"));
      secure
          .environment()
          .put(
              "GOOGLE_APPLICATION_CREDENTIALS",
              secure.home().resolve(".config/gcloud/external_account.json").toString());
      secure.environment().put("CLAUDE_CODE_USE_VERTEX", "1");
      List<Program> programs =
          secure.start(
              2, BearerProgram.class, "google", secure.simulator().google().vertex() + MODEL);

      List<String> calls = CloudUser.all(programs, "call");

      assertThat(calls).containsOnly("200");
      assertThat(secure.asked(GoogleOperations.STS_EXCHANGE)).isEqualTo(1);
    }
  }

  @Test
  void metadataServer_withoutAFile_isAskedOnce() throws IOException {
    Files.delete(user.home().resolve(FILE));
    user.environment()
        .put("GCE_METADATA_HOST", user.simulator().google().instance().getAuthority());
    List<Program> programs = start();

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Processes.everyone("200"));
    areExactly(GoogleOperations.METADATA_TOKEN, 1);
  }

  @Test
  void file_namedAndNotThere_isAnErrorAndNobodyElsesToken() throws IOException {
    user.environment()
        .put("GOOGLE_APPLICATION_CREDENTIALS", user.home().resolve("none").toString());
    List<Program> programs = user.start(1, BearerProgram.class, "google", model());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls.get(0)).startsWith("FIX_CONFIGURATION").contains("cannot be read");
    areExactly(GoogleOperations.REFRESH, 0);
  }

  private List<Program> start() throws IOException {
    return user.start(Processes.COUNT, BearerProgram.class, "google", model());
  }

  private String model() {
    return user.simulator().google().vertex() + MODEL;
  }

  private void areExactly(dev.pawl.simulator.core.operation.Operation operation, int count) {
    user.simulator().ledger().entries().of(operation).areExactly(count);
  }
}
