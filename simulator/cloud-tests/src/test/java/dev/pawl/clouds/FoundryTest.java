package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.clouddrills.crew.BearerProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.cloud.azure.Azure;
import dev.pawl.simulator.cloud.azure.AzureOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Foundry with tokens of a managed identity, by several processes, and with keys of variables. */
final class FoundryTest {
  private static final int PROCESSES = 3;
  private static final String SECRET = Azure.APPLICATION_SECRET;

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @BeforeEach
  void choose() {
    user.environment().put("CLAUDE_CODE_USE_FOUNDRY", "1");
  }

  @Test
  void token_ofAManagedIdentity_isGotOnceForAll() throws IOException {
    user.environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", user.simulator().azure().instance().toString());
    List<Program> programs = start(user);

    List<String> first = CloudUser.all(programs, "call");
    long asked = asked();
    List<String> second = CloudUser.all(programs, "call");

    assertThat(first).isEqualTo(Collections.nCopies(PROCESSES, "200"));
    assertThat(second).isEqualTo(first);
    assertThat(asked).as("a look whether it is there, and the token").isBetween(1L, 2L);
    assertThat(asked()).isEqualTo(asked);
  }

  @Test
  void token_ofAnApplication_isGotOnceAndOnceMoreWhenItIsRejected() throws IOException {
    try (CloudUser secure = AzureApplication.user()) {
      List<Program> programs = start(secure);

      List<String> first = CloudUser.all(programs, "call");
      secure
          .simulator()
          .azure()
          .server()
          .revokeAccessTokens(AzureApplication.family(secure.simulator()));
      List<String> second = CloudUser.all(programs, "call");

      assertThat(first).isEqualTo(Collections.nCopies(PROCESSES, "200"));
      assertThat(second).isEqualTo(first);
      assertThat(secure.asked(AzureOperations.CLIENT_CREDENTIALS)).isEqualTo(2);
    }
  }

  @Test
  void token_ofAWorkload_isGotOnceForAllAndOnceMoreWhenItIsRejected() throws IOException {
    try (CloudUser secure = AzureApplication.user()) {
      secure
          .simulator()
          .google()
          .writeHome(secure.home(), secure.simulator().google().newLogin("a"));
      secure.environment().remove("AZURE_CLIENT_SECRET");
      secure
          .environment()
          .put(
              "AZURE_FEDERATED_TOKEN_FILE",
              secure.home().resolve(".config/gcloud/subject_token").toString());
      List<Program> programs = start(secure);

      List<String> first = CloudUser.all(programs, "call");
      secure
          .simulator()
          .azure()
          .server()
          .revokeAccessTokens(AzureApplication.family(secure.simulator()));
      List<String> second = CloudUser.all(programs, "call");

      assertThat(first).isEqualTo(Collections.nCopies(PROCESSES, "200"));
      assertThat(second).isEqualTo(first);
      assertThat(secure.asked(AzureOperations.CLIENT_CREDENTIALS)).isEqualTo(2);
    }
  }

  @Test
  void token_ofAnAppService_isGotOnceForAll() throws IOException {
    user.environment()
        .put("IDENTITY_ENDPOINT", user.simulator().azure().identityEndpoint().toString());
    user.environment().put("IDENTITY_HEADER", Azure.IDENTITY_HEADER);
    List<Program> programs = start(user);

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isEqualTo(Collections.nCopies(PROCESSES, "200"));
    assertThat(user.asked(AzureOperations.APP_SERVICE_TOKEN)).isEqualTo(1);
    assertThat(asked()).isZero();
  }

  @Test
  void token_thatEndsInABurst_isReplacedAndNoCallIsLost() throws IOException {
    user.environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", user.simulator().azure().instance().toString());
    user.simulator().azure().identityLifetime(Duration.ofSeconds(6));
    List<Program> programs = start(user);

    Set<String> answers = new HashSet<>(CloudUser.all(programs, "call"));
    Instant end = Instant.now().plusSeconds(7);
    while (Instant.now().isBefore(end)) {
      answers.addAll(CloudUser.all(programs, "call"));
    }

    assertThat(answers).containsExactly("200");
    assertThat(asked()).isBetween(2L, 20L);
  }

  @Test
  void token_ofAMachineThatIsAhead_isNotTakenForEnded() throws IOException {
    try (CloudUser secure = AzureApplication.user()) {
      secure.simulator().clock().skew(AzureOperations.ENTRA, Duration.ofHours(-3));
      secure.simulator().clock().skew(AzureOperations.FOUNDRY, Duration.ofHours(-3));
      List<Program> programs = start(secure);

      CloudUser.all(programs, "call");
      List<String> calls = CloudUser.all(programs, "call");

      assertThat(calls).isEqualTo(Collections.nCopies(PROCESSES, "200"));
      assertThat(secure.asked(AzureOperations.CLIENT_CREDENTIALS)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, TRY_LATER",
    "reset, TRY_LATER",
    "error=AADSTS700082 dialect=azure, LOG_IN",
    "error=invalid_client dialect=azure, FIX_CONFIGURATION"
  })
  void entra_refusesTheApplication_isAskedOnceForAll(String fault, String reason)
      throws IOException {
    try (CloudUser secure = AzureApplication.user()) {
      secure.simulator().faults().add("entra.client_credentials#1: BEFORE_COMMIT " + fault);
      List<Program> programs = start(secure);

      List<String> calls = CloudUser.all(programs, "call");

      assertThat(calls)
          .allSatisfy(call -> assertThat(call).startsWith(reason).doesNotContain(SECRET));
      assertThat(secure.asked(AzureOperations.CLIENT_CREDENTIALS)).isEqualTo(1);
    }
  }

  @Test
  void token_ofAVariable_outranksTheKey() {
    user.environment().put("ANTHROPIC_FOUNDRY_API_KEY", "the-key");
    String key = token();
    user.environment().put("ANTHROPIC_FOUNDRY_AUTH_TOKEN", "the-token");
    user.environment().put("CLAUDE_CODE_SKIP_FOUNDRY_AUTH", "1");
    String token = token();

    assertThat(key).isEqualTo("the-key\n");
    assertThat(token).isEqualTo("the-token\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', neither ANTHROPIC_FOUNDRY_RESOURCE nor ANTHROPIC_FOUNDRY_BASE_URL is set",
    "r, https://f.example, both ANTHROPIC_FOUNDRY_RESOURCE and ANTHROPIC_FOUNDRY_BASE_URL are set"
  })
  void explain_clientsCannotTellWhereFoundryIs_saysSo(
      String resource, String address, String note) {
    user.environment().put("ANTHROPIC_FOUNDRY_API_KEY", "the-key");
    user.environment().put("ANTHROPIC_FOUNDRY_RESOURCE", resource);
    user.environment().put("ANTHROPIC_FOUNDRY_BASE_URL", address);

    assertThat(printed("explain")).contains(note);
  }

  @Test
  void explain_ofATokenThatIsShared_tellsTenantWhoPaysAndItsEnd() throws IOException {
    user.environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", user.simulator().azure().instance().toString());
    user.environment().put("AZURE_TENANT_ID", Azure.TENANT);
    List<Program> programs =
        user.start(
            1, BearerProgram.class, "azure", user.simulator().azure().foundry() + "/v1/messages");
    List<String> calls = CloudUser.all(programs, "call");

    String explained = printed("explain");

    assertThat(calls).containsExactly("200");
    assertThat(explained)
        .contains("> CLAUDE_CODE_USE_FOUNDRY")
        .contains("Authorization: Bearer; account " + Azure.TENANT + "; billing azure; ends");
  }

  @Test
  void explain_resourceIsNamed_doesNotComplain() {
    user.environment().put("ANTHROPIC_FOUNDRY_API_KEY", "the-key");
    user.environment().put("ANTHROPIC_FOUNDRY_RESOURCE", "r");

    assertThat(printed("explain"))
        .contains("usable      yes")
        .doesNotContain("ANTHROPIC_FOUNDRY_BASE_URL");
  }

  private String token() {
    return printed("token");
  }

  private String printed(String verb) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int unused =
        Main.run(
            new String[] {verb},
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            System.err,
            Map.copyOf(user.environment()));
    return out.toString(UTF_8);
  }

  private static List<Program> start(CloudUser user) throws IOException {
    return user.start(
        PROCESSES,
        BearerProgram.class,
        "azure",
        user.simulator().azure().foundry() + "/v1/messages");
  }

  private long asked() {
    return user.simulator().ledger().entries().of(AzureOperations.IMDS_TOKEN).count();
  }
}
