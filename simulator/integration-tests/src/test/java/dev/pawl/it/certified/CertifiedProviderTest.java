package dev.pawl.it.certified;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.TokenManager;
import dev.pawl.http.BearerClient;
import dev.pawl.it.compared.Assertions;
import dev.pawl.it.compared.OidcProvider;
import dev.pawl.it.compared.Peer;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.oauth.Certificates;
import dev.pawl.process.NeededTool;
import dev.pawl.simulator.tls.ClientIdentity;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Logins, refreshes and logouts at oidc-provider, which rotates refresh tokens and revokes a login
 * whose token comes twice.
 */
@Timeout(120)
final class CertifiedProviderTest {
  private static final Path PROVIDER = Path.of("src", "test", "oidc-provider");
  private static final String BASIC = "basic-secret";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final int PROCESSES = 12;
  private static final Duration LIFETIME = Duration.ofSeconds(3);
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("pawl.seconds", 10));

  @TempDir private Path home;
  private Map<String, String> environment = Map.of();
  private OidcProvider provider;

  @BeforeEach
  void start() throws Exception {
    NeededTool.require("node", "--version");
    NeededTool.require("test", "-d", PROVIDER.resolve("node_modules").toString());
    environment = CommandRun.environment(home);
    provider = new OidcProvider(PROVIDER, home.resolve("errors"));
  }

  @AfterEach
  void end() throws IOException {
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "public, none, ''",
    "basic, client_secret_basic, basic-secret",
    "post, client_secret_post, post-secret",
    "keyed, client_secret_jwt, the-secret-that-the-keyed-client-signs-with",
    "signer, private_key_jwt, ''"
  })
  void browser_eachClientAuthentication_isLoggedInRefreshedAndLoggedOut(
      String client, String method, String secret) throws Exception {
    List<String> words = new ArrayList<>(List.of("--client-id", client));
    if (!secret.isEmpty()) {
      words.addAll(List.of("--client-secret", file("secret", secret)));
    }
    if (method.equals("private_key_jwt")) {
      words.addAll(List.of("--client-key", file("key.json", Assertions.PRIVATE_KEY)));
    }
    words.addAll(List.of("--client-authentication", method));

    CommandRun login = logIn(words);
    Token first;
    Token second;
    try (TokenManager manager = manager()) {
      first = manager.token();
      second = manager.renew(first);
    }
    int served = call(second);
    CommandRun logout = CommandRun.of(environment, "", "logout");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(second.generation()).isEqualTo(first.generation() + 1);
    assertThat(served).isEqualTo(200);
    assertThat(logout.exit()).as(logout.err()).isEqualTo(OK);
    assertThat(call(second)).isEqualTo(401);
    assertThat(granted("refresh_token")).isEqualTo(1);
    assertThat(granted("authorization_code")).isEqualTo(1);
    assertThat(counts().path("refused").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"shower, tls_client_auth", "pinned, self_signed_tls_client_auth"})
  void browser_clientThatShowsACertificate_isLoggedInRefreshedAndLoggedOutAtTheAliases(
      String client, String method) throws Exception {
    speakTls();
    String place =
        file("client", client.equals("pinned") ? Shown.PINNED.pem() : Shown.SIGNED.pem());

    CommandRun login =
        logIn(
            List.of(
                "--client-id",
                client,
                "--client-certificate",
                place,
                "--client-authentication",
                method));
    Token second;
    try (TokenManager manager = manager()) {
      second = manager.renew(manager.token());
    }
    int served = call(second);
    CommandRun logout = CommandRun.of(environment, "", "logout");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(served).isEqualTo(200);
    assertThat(logout.exit()).as(logout.err()).isEqualTo(OK);
    assertThat(call(second)).isEqualTo(401);
    assertThat(granted("refresh_token")).isEqualTo(1);
    assertThat(counts().path("refused").asInt()).isZero();
  }

  @Test
  void renew_certificateIsAnothers_isOfTheConfigurationAndTheLoginIsKept() throws Exception {
    speakTls();
    String place = file("client", Shown.SIGNED.pem());
    CommandRun login = logIn(List.of("--client-id", "shower", "--client-certificate", place));
    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    file("client", Shown.PINNED.pem());
    try (TokenManager manager = manager()) {
      Token token = manager.token();

      TokenException refused =
          catchThrowableOfType(TokenException.class, () -> manager.renew(token));

      assertThat(refused.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    }
    file("client", Shown.SIGNED.pem());
    try (TokenManager manager = manager()) {
      assertThat(manager.token().generation()).isEqualTo(2);
    }
    assertThat(counts().path("revoked").asInt()).isZero();
  }

  /** Certificates of clients of one subject, made when they are first needed. */
  private static final class Shown {
    static final String SUBJECT = "CN=gateway,O=Example";
    static final ClientIdentity SIGNED = ClientIdentity.signed(SUBJECT);
    static final ClientIdentity PINNED = ClientIdentity.selfSigned(SUBJECT);
  }

  private void speakTls() throws Exception {
    Path directory = Files.createDirectories(home.resolve("mtls"));
    Certificates server = Certificates.forNames(directory, "dns:localhost,ip:127.0.0.1");
    String pem = Files.readString(server.pem());
    Files.writeString(directory.resolve("server.pem"), pem + server.key());
    Files.writeString(directory.resolve("pinned.pem"), Shown.PINNED.pem());
    Files.writeString(directory.resolve("authority.pem"), Shown.SIGNED.authorityPem());
    CommandRun.settings(home, "{\"network\": {\"trust\": \"" + server.pem() + "\"}}");
    restart(Map.of("MTLS", directory.toString()));
  }

  @Test
  void browser_clientThatMustSendItsRequestAhead_isLoggedInAndShowsNothingInItsAddress()
      throws Exception {
    List<String> words =
        List.of("--client-id", "pushing", "--pushed-authorization-endpoint", pushing("/request"));

    CommandRun login = logIn(words);

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.err()).contains("request_uri=").doesNotContain("state=", "code_challenge=");
    try (TokenManager manager = manager()) {
      assertThat(call(manager.token())).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"public, ''", "basic, basic-secret"})
  void browser_metadataWantEachRequestAhead_isLoggedInByNoOption(String client, String secret)
      throws Exception {
    restart(Map.of("PUSHED", "required"));
    List<String> words = new ArrayList<>(List.of("--client-id", client));
    if (!secret.isEmpty()) {
      words.addAll(List.of("--client-secret", file("secret", secret)));
    }

    CommandRun login = logIn(words);

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.err()).contains("request_uri=").doesNotContain("state=", "code_challenge=");
    try (TokenManager manager = manager()) {
      assertThat(call(manager.token())).isEqualTo(200);
    }
  }

  @Test
  void browser_answerComesInAForm_isLoggedIn() throws Exception {
    CommandRun login =
        logIn(List.of("--client-id", "public", "--parameter", "response_mode=form_post"));

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.err()).contains("response_mode=form_post");
    try (TokenManager manager = manager()) {
      assertThat(call(manager.token())).isEqualTo(200);
    }
  }

  @Test
  void browser_issuerDoesNotKnowTheClientThatSendsAhead_endsBeforeABrowserIsOpened() {
    List<String> words =
        words("--client-id", "nobody", "--pushed-authorization-endpoint", pushing("/request"));

    CommandRun login = CommandRun.of(environment, "", words.toArray(String[]::new));

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("invalid_client").doesNotContain("/auth?");
  }

  private String pushing(String path) {
    return provider.issuer() + path;
  }

  @Test
  void accounts_idTokenTellsWhoseLoginItIs_showThat() throws Exception {
    CommandRun login =
        logIn(List.of("--client-id", "public", "--scope", "openid email offline_access"));

    CommandRun accounts = CommandRun.of(environment, "", "accounts");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(accounts.out()).contains("alice@example.com");
  }

  @Test
  void device_aPersonApproves_isLoggedIn() throws Exception {
    String[] words = words("--method", "device", "--client-id", "public").toArray(String[]::new);

    CommandRun login;
    try (LiveCommand command = new LiveCommand(environment, words)) {
      String code = command.hears("[A-Z]{4}-[A-Z]{4}").group();
      provider.device(code, Peer.Manner.APPROVE);
      login = command.end();
    }

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    try (TokenManager manager = manager()) {
      assertThat(call(manager.token())).isEqualTo(200);
    }
  }

  @Test
  void clientCredentials_program_getsOneTokenForAllThatFollow() throws Exception {
    List<String> words =
        words(
            "--method",
            "client-credentials",
            "--client-id",
            "machine",
            "--client-secret",
            file("secret", "machine-secret"));

    CommandRun login = CommandRun.of(environment, "", words.toArray(String[]::new));
    CommandRun first = CommandRun.of(environment, "", "token");
    CommandRun second = CommandRun.of(environment, "", "token");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.out()).isNotBlank().isEqualTo(second.out());
    assertThat(granted("client_credentials")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"bound, ''", "bound-basic, basic-secret"})
  void browser_providerBindsTokensAndWantsNonces_isLoggedInRefreshedServedAndLoggedOut(
      String client, String secret) throws Exception {
    restart(Map.of("NONCES", "yes"));
    List<String> words = new ArrayList<>(List.of("--dpop", "--client-id", client));
    if (!secret.isEmpty()) {
      words.addAll(List.of("--client-secret", file("secret", secret)));
    }

    CommandRun login = logIn(words);
    List<Integer> served;
    try (TokenManager manager = manager()) {
      BearerClient bearer =
          BearerClient.builder(manager, HttpClient.newHttpClient())
              .origins(provider.issuer())
              .build();
      int first = call(bearer);
      Token unused = manager.renew(manager.token());
      served = List.of(first, call(bearer), call(bearer));
    }
    CommandRun logout = CommandRun.of(environment, "", "logout");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(served).containsExactly(200, 200, 200);
    assertThat(logout.exit()).as(logout.err()).isEqualTo(OK);
    assertThat(granted("authorization_code")).isEqualTo(1);
    assertThat(granted("refresh_token")).isEqualTo(1);
    assertThat(counts().path("refused").asInt()).as("nonces wanted").isEqualTo(2);
  }

  @Test
  void device_providerBindsTokensAndWantsNonces_isLoggedIn() throws Exception {
    restart(Map.of("NONCES", "yes"));
    String[] words =
        words("--method", "device", "--dpop", "--client-id", "bound").toArray(String[]::new);

    CommandRun login;
    try (LiveCommand command = new LiveCommand(environment, words)) {
      String code = command.hears("[A-Z]{4}-[A-Z]{4}").group();
      provider.device(code, Peer.Manner.APPROVE);
      login = command.end();
    }

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    try (TokenManager manager = manager()) {
      assertThat(manager.token().kind()).isEqualTo(Credential.Kind.DPOP);
      assertThat(call(manager.token())).as("without a proof").isEqualTo(401);
    }
  }

  private void restart(Map<String, String> variables) throws IOException {
    provider.close();
    provider = new OidcProvider(PROVIDER, home.resolve("errors"), variables);
  }

  private int call(BearerClient bearer) throws IOException, InterruptedException {
    return bearer
        .send(HttpRequest.newBuilder(api()).build(), BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void tokenExchange_ofAnotherProfile_getsOneTokenForAllThatFollow() throws Exception {
    exchanging();
    CommandRun person = logIn(List.of("--client-id", "public"));

    CommandRun login = exchange("profile:default");
    CommandRun first = CommandRun.of(environment, "", "token", "api");
    CommandRun second = CommandRun.of(environment, "", "token", "api");

    assertThat(person.exit()).as(person.err()).isEqualTo(OK);
    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.out()).isNotBlank().isEqualTo(second.out());
    try (TokenManager manager =
        TokenManager.builder().environment(environment).profile("api").build()) {
      Token renewed = manager.renew(manager.token());
      assertThat(call(renewed)).isEqualTo(200);
    }
    assertThat(granted(EXCHANGE)).isEqualTo(2);
  }

  @Test
  void tokenExchange_subjectIsNobodys_isRefusedAndShownNowhere() throws Exception {
    exchanging();

    CommandRun login = exchange(file("subject", "a-token-that-is-nobodys"));

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("invalid_request").doesNotContain("nobodys");
  }

  @Test
  void tokenExchange_providerHasNone_saysThatItIsOfTheConfiguration() throws Exception {
    CommandRun login = exchange(file("subject", "a-token-that-is-nobodys"));

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("unsupported_grant_type");
    assertThat(counts().path("granted").isEmpty()).isTrue();
  }

  private void exchanging() throws Exception {
    provider.close();
    provider = new OidcProvider(PROVIDER, home.resolve("errors"), Map.of("TOKEN_EXCHANGE", "on"));
  }

  private CommandRun exchange(String subject) throws IOException {
    List<String> words = words("--method", "token-exchange", "--client-id", "gateway");
    words.addAll(List.of("--client-secret", file("gateway", "gateway-secret")));
    words.addAll(List.of("--scope", "openid", "--subject-token", subject, "--profile", "api"));
    return CommandRun.of(environment, "", words.toArray(String[]::new));
  }

  @Test
  void renew_secretIsWrong_isOfTheConfigurationAndTheLoginIsKept() throws Exception {
    String place = file("secret", BASIC);
    logIn(List.of("--client-id", "basic", "--client-secret", place));
    file("secret", "not-the-secret");
    try (TokenManager manager = manager()) {
      Token token = manager.token();

      TokenException refused =
          catchThrowableOfType(TokenException.class, () -> manager.renew(token));

      assertThat(refused.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    }
    file("secret", BASIC);
    try (TokenManager manager = manager()) {
      assertThat(manager.token().generation()).isEqualTo(2);
    }
    assertThat(counts().path("revoked").asInt()).isZero();
  }

  @Test
  void renew_tokenWasSpentBySomebodyElse_asksForALoginOnce() throws Exception {
    logIn(List.of("--client-id", "public"));
    String refresh = stored("refresh_token");
    spend(refresh);
    try (TokenManager manager = manager()) {
      Token token = manager.token();

      TokenException refused =
          catchThrowableOfType(TokenException.class, () -> manager.renew(token));
      int before = counts().path("refused").asInt();
      CommandRun again = CommandRun.of(environment, "", "token");

      assertThat(refused.reason()).isEqualTo(TokenException.Reason.LOG_IN);
      assertThat(before).isEqualTo(1);
      assertThat(again.exit()).isEqualTo(LOG_IN);
      assertThat(counts().path("refused").asInt()).isEqualTo(1);
    }
  }

  @Test
  void token_manyProcessesForManyLifetimes_spendOnceALifetime() throws Exception {
    restart(Map.of("ACCESS_TTL", Long.toString(LIFETIME.toSeconds())));
    String secret = file("secret", BASIC);
    long begun = System.nanoTime();
    CommandRun login = logIn(List.of("--client-id", "basic", "--client-secret", secret));
    assertThat(login.exit()).as(login.err()).isEqualTo(OK);

    List<CommandRun> ends = calls();
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);

    assertThat(ends).allSatisfy(end -> assertThat(end.out()).as(end.err()).isEqualTo("0\n"));
    int spends = granted("refresh_token");
    try (TokenManager manager = manager()) {
      assertThat(manager.status().generation()).isEqualTo(1 + spends);
    }
    long most =
        elapsed.toMillis() * 5 / 4 / LIFETIME.toMillis() + 1; // the last fifth is ahead of the end
    assertThat((long) spends).isBetween(1L, most);
    assertThat(counts().path("refused").asInt()).isZero();
    assertThat(counts().path("revoked").asInt()).isZero();
  }

  /* Their errors are few: nobody has to read them while they run. */
  private List<CommandRun> calls() throws Exception {
    List<Process> processes = new ArrayList<>();
    List<CommandRun> ends = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        ProcessBuilder builder = new ProcessBuilder(CallingProcess.command(api(), TIME));
        builder.environment().putAll(environment);
        processes.add(builder.start());
      }
      for (Process process : processes) {
        ends.add(CommandRun.await(process));
      }
      return ends;
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private List<String> words(String... more) {
    List<String> words = new ArrayList<>(List.of("login", "--issuer"));
    words.add(provider.issuer().toString());
    words.addAll(List.of(more));
    if (!words.contains("--scope") && !words.contains("token-exchange")) {
      words.addAll(List.of("--scope", "openid offline_access"));
    }
    return words;
  }

  private CommandRun logIn(List<String> client) throws Exception {
    return LiveCommand.inBrowser(environment, words(client.toArray(String[]::new)));
  }

  private TokenManager manager() {
    return TokenManager.builder().environment(environment).build();
  }

  private URI api() {
    return URI.create(provider.issuer() + "/me");
  }

  private int call(Token token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api()).header("Authorization", "Bearer " + token.value()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  /* As a tool does that has a copy of the login and no lock. */
  private void spend(String refresh) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(provider.issuer() + "/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=refresh_token&client_id=public&refresh_token=" + refresh))
            .build();
    int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    assertThat(status).isEqualTo(200);
  }

  private String stored(String member) throws IOException {
    Path grant = home.resolve("state").resolve("grants").resolve("default.json");
    return new ObjectMapper().readTree(grant.toFile()).path(member).asText();
  }

  private String file(String name, String text) throws IOException {
    return SecretFile.write(home.resolve(name), text);
  }

  private JsonNode counts() throws IOException {
    return new ObjectMapper().readTree(provider.counts());
  }

  private int granted(String grantType) throws IOException {
    return counts().path("granted").path(grantType).asInt();
  }
}
