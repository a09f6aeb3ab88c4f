package dev.pawl.it.credentials;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.credentials.Credentials;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.RefreshThreads;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workload identity federation at the model vendor, by the variables of its SDK. */
final class FederationTest {
  private static final String RULE = "ANTHROPIC_FEDERATION_RULE_ID";
  private static final String WORKLOAD = "workload@platform.example";

  /* The simulator takes each identity token once; a platform leaves one there for hours. */
  private static final String NEXT =
      "BEFORE_COMMIT 200 body='{\"access_token\":\"next\",\"token_type\":\"Bearer\","
          + "\"expires_in\":3600}'";

  @RegisterExtension final UserScene scene = UserScene.strict();

  /** The vendor: its token endpoint is /v1/oauth/token. */
  @AutoClose
  final Simulator vendor =
      Simulator.builder()
          .issuerPath("/v1")
          .lenient(Leniency.JSON_BODY)
          .accessTtl(Duration.ofHours(1))
          .start();

  private KeyPair key;
  private Path file;

  @BeforeEach
  void configure() throws Exception {
    key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    vendor.clients().put(RegisteredClient.signing(WORKLOAD, Map.of("", key.getPublic())));
    file = scene.directory.resolve("identity");
    String issuer = vendor.issuer().toString();
    scene.environment.put("XDG_RUNTIME_DIR", scene.runtimeDirectory().toString());
    scene.environment.put("ANTHROPIC_BASE_URL", issuer.substring(0, issuer.length() - 3));
    scene.environment.put(RULE, "rule-1");
    scene.environment.put("ANTHROPIC_ORGANIZATION_ID", "organization-1");
    scene.environment.put("ANTHROPIC_IDENTITY_TOKEN_FILE", file.toString());
  }

  @Test
  void token_identityInAFile_isExchangedOnceForAllAndOutranksTheLogin() throws Exception {
    String login = logIn();
    identify("first");

    CommandRun first = scene.run("token");
    CommandRun second = scene.run("token");
    CommandRun explained = scene.run("explain");

    assertThat(first.exit()).as(first.err()).isEqualTo(OK);
    assertThat(second).isEqualTo(first);
    assertThat(first.out()).isNotEqualTo(login + "\n");
    assertThat(explained.out()).contains("> " + RULE).contains("Authorization: Bearer");
    exchanges().areExactly(1);
    scene.spends().areNone();
  }

  private String logIn() {
    try (TokenManager manager = TokenManager.builder().environment(scene.environment).build()) {
      manager.login(scene.freshGrant());
      return manager.token().value();
    }
  }

  @Test
  void renew_tokenWasRejected_readsTheFileAnew() throws Exception {
    identify("first");
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder().environment(scene.environment)).build()) {
      Token before = credentials.token();
      identify("second");

      Token after = credentials.renew(before);

      assertThat(after.value()).isNotEqualTo(before.value());
      assertThat(before.expiry()).isAfter(Instant.now());
      exchanges().areExactly(2);
    }
  }

  @Test
  void token_fileHasChanged_isExchangedAnewOnceForAll() throws Exception {
    identify("first");
    try (Credentials one = credentials();
        Credentials other = credentials()) {
      Token before = one.token();
      identify("second");

      Token after = one.token();
      Token shared = other.token();

      assertThat(after.value()).isNotEqualTo(before.value());
      assertThat(shared.value()).isEqualTo(after.value());
      exchanges().areExactly(2);
    }
  }

  @Test
  void token_endIsNear_isExchangedAheadWhileTheOldOneIsGiven() throws Exception {
    identify("first");
    vendor.faults().add("jwt_bearer#2: " + NEXT);
    try (Credentials credentials = credentials()) {
      Token first = credentials.token();
      vendor.clock().advance(Duration.ofMinutes(57)); // of 60, and 2 are wanted
      Token early = credentials.token();
      RefreshThreads.join();
      exchanges().areExactly(1);

      vendor.clock().advance(Duration.ofSeconds(90));
      Token old = credentials.token();
      RefreshThreads.join();
      Token next = credentials.token();

      assertThat(early).isEqualTo(first);
      assertThat(old).isEqualTo(first);
      assertThat(next.value()).isEqualTo("next");
      exchanges().areExactly(2);
    }
  }

  @Test
  void token_vendorSaysWhenToComeBack_isLeftAloneUntilThen() throws Exception {
    identify("first");
    vendor.faults().add("jwt_bearer#1: BEFORE_COMMIT 429 header='Retry-After: 300'");
    vendor.faults().add("jwt_bearer#2: " + NEXT);
    try (Credentials credentials = credentials()) {
      assertThatThrownBy(credentials::token).hasMessageContaining("429");

      vendor.clock().advance(Duration.ofSeconds(295));
      assertThatThrownBy(credentials::token)
          .hasMessageContaining("left alone for")
          .extracting(problem -> ((TokenException) problem).reason())
          .isEqualTo(TokenException.Reason.TRY_LATER);
      exchanges().areExactly(1);

      vendor.clock().advance(Duration.ofSeconds(6));
      assertThat(credentials.token().value()).isEqualTo("next");
      exchanges().areExactly(2);
    }
  }

  @Test
  void token_wantedByProcessesAtTheSameTime_isExchangedOnce() throws Exception {
    identify("first");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start("token"));
    }

    List<CommandRun> runs = new ArrayList<>();
    for (Process process : processes) {
      runs.add(CommandRun.await(process));
    }

    assertThat(runs).containsOnly(runs.get(0));
    assertThat(runs.get(0).exit()).as(runs.get(0).err()).isEqualTo(OK);
    exchanges().areExactly(1);
  }

  private Process start(String verb) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            verb);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    return builder.start();
  }

  /* By the clock of the vendor. */
  private Credentials credentials() {
    return Credentials.builder(
            TokenManager.builder().environment(scene.environment).clock(vendor.clock()))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "503, TRY_LATER",
    "429, TRY_LATER",
    "425, TRY_LATER",
    "408, TRY_LATER",
    "401, FIX_CONFIGURATION"
  })
  void token_vendorRefuses_isToldAndNobodyElsesIsUsed(int status, TokenException.Reason reason)
      throws Exception {
    scene.loggedIn();
    String identity = identify("first");
    vendor.faults().add("jwt_bearer#1: BEFORE_COMMIT " + status);

    CommandRun run = scene.run("token");

    assertThat(run.exit())
        .isEqualTo(reason == TokenException.Reason.TRY_LATER ? TRY_LATER : FIX_CONFIGURATION);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(String.valueOf(status)).doesNotContain(identity);
    exchanges().areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC_ORGANIZATION_ID, needs ANTHROPIC_ORGANIZATION_ID too",
    "ANTHROPIC_IDENTITY_TOKEN_FILE, needs ANTHROPIC_IDENTITY_TOKEN_FILE or"
  })
  void token_halfConfigured_isAnErrorAndNobodyElsesToken(String missing, String says)
      throws Exception {
    scene.loggedIn();
    identify("first");
    scene.environment.remove(missing);

    CommandRun run = scene.run("token");

    assertThat(run.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(run.err()).contains(RULE + " " + says);
    exchanges().areNone();
  }

  @Test
  void token_identityInAVariable_isExchanged() throws Exception {
    scene.environment.remove("ANTHROPIC_IDENTITY_TOKEN_FILE");
    scene.environment.put("ANTHROPIC_IDENTITY_TOKEN", signed("of a variable"));

    CommandRun run = scene.run("token");

    assertThat(run.exit()).as(run.err()).isEqualTo(OK);
    exchanges().areExactly(1);
  }

  @Test
  void token_fileIsNotThere_saysSo() {
    try (Credentials credentials =
        Credentials.builder(TokenManager.builder().environment(scene.environment)).build()) {
      assertThatThrownBy(credentials::token)
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("ANTHROPIC_IDENTITY_TOKEN_FILE names a file that cannot be read");
    }
    exchanges().areNone();
  }

  private Entries exchanges() {
    return vendor.ledger().entries().of(Operation.JWT_BEARER);
  }

  private String identify(String id) throws Exception {
    String token = signed(id);
    write(token + "\n");
    return token;
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private String signed(String id) throws Exception {
    Instant end = vendor.clock().instant().plus(Duration.ofDays(1));
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"jti\":\"%s\",\"exp\":%d}"
            .formatted(WORKLOAD, WORKLOAD, vendor.issuer(), id, end.getEpochSecond());
    String whole =
        encoded("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + encoded(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key.getPrivate());
    signature.update(whole.getBytes(StandardCharsets.UTF_8));
    return whole + "." + encoded(signature.sign());
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
