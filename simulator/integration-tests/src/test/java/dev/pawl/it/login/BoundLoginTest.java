package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.TokenManager;
import dev.pawl.http.BearerClient;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.Surfer;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins whose tokens are bound to a key of their own (DPoP, RFC 9449), and what commands do. */
final class BoundLoginTest {
  private static final String ID = "bound";
  private static final String SECRET = "the secret of a program";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension final UserScene scene = UserScene.strict();

  @ParameterizedTest
  @EnumSource(TokenBinding.class)
  void browser_issuerBindsTokens_isLoggedInRefreshedAndServed(TokenBinding binding)
      throws Exception {
    register(binding);

    CommandRun login = logIn("--dpop");
    HttpResponse<String> first;
    HttpResponse<String> second;
    try (TokenManager manager = manager()) {
      first = call(manager);
      Token renewed = manager.renew(manager.token());
      second = call(manager);
      assertThat(renewed.kind()).isEqualTo(Credential.Kind.DPOP);
    }

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    assertThat(second.body()).contains("at1");
    scene.simulator.ledger().entries().grants().areExactly(1);
  }

  @Test
  void login_again_makesAnotherKeyWithoutBeingToldAndALogoutErasesIt() throws Exception {
    register(TokenBinding.REQUIRED);

    CommandRun login = logIn("--dpop");
    JsonNode first = stored();
    try (TokenManager manager = manager()) {
      Token unused = manager.renew(manager.token());
    }
    JsonNode refreshed = stored();
    CommandRun again = logIn();
    JsonNode second = stored();
    CommandRun logout = scene.run("logout");
    JsonNode gone = stored();
    CommandRun unbound = logIn("--no-dpop");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.path("dpop_key").path("d").asText()).hasSize(43);
    assertThat(first.path("version").asInt()).as("that no older Pawl takes").isEqualTo(3);
    assertThat(refreshed.path("dpop_key")).isEqualTo(first.path("dpop_key"));
    assertThat(again.exit()).as(again.err()).isEqualTo(OK);
    assertThat(second.path("dpop_key").path("d")).isNotEqualTo(first.path("dpop_key").path("d"));
    assertThat(logout.exit()).as(logout.err()).isEqualTo(OK);
    assertThat(gone.has("dpop_key")).isFalse();
    assertThat(unbound.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(unbound.err()).contains("invalid_dpop_proof", "--dpop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", ""})
  void login_issuerBindsNothing_storesNothing(String type) throws Exception {
    register(TokenBinding.OPTIONAL);
    scene.fault(
        "login#1: AFTER_COMMIT 200"
            + " body='{\"access_token\":\"odd\",\"refresh_token\":\"rt\",\"token_type\":\""
            + type
            + "\"}'");

    CommandRun login = logIn("--dpop");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err())
        .contains("not bound to the login's key (DPoP)", "--no-dpop", "nothing was stored")
        .doesNotContain("odd");
    assertThat(scene.grantFile()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\"\"; 1; use_dpop_nonce",
        "\" header='DPoP-Nonce: it'\"; 2; invalid_grant",
      })
  void login_serverWantsANonce_presentsTheCodeOnceMoreOnlyIfItSentOne(
      String header, int presented, String error) throws Exception {
    register(TokenBinding.OPTIONAL);
    scene.fault("login#1: BEFORE_COMMIT error=use_dpop_nonce" + header);
    scene.fault("login#2: BEFORE_COMMIT error=invalid_grant");

    CommandRun login = logIn("--dpop");

    assertThat(login.err()).contains(error);
    scene.simulator.ledger().entries().of(Operation.LOGIN).areExactly(presented);
    assertThat(scene.grantFile()).doesNotExist();
  }

  @Test
  void device_issuerBindsNothing_endsAtOnceAndStoresNothing() {
    register(TokenBinding.OPTIONAL);
    scene.fault(
        "poll#1: BEFORE_COMMIT 200 body='{\"access_token\":\"odd\",\"token_type\":\"Bearer\"}'");

    CommandRun login = scene.run(words("--method", "device", "--dpop").toArray(String[]::new));

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("not bound to the login's key (DPoP)");
    assertThat(scene.grantFile()).doesNotExist();
  }

  @Test
  void clientCredentials_programOfItsOwn_getsABoundToken() throws Exception {
    String secret = SecretFile.write(scene.directory.resolve("secret"), SECRET);
    scene
        .simulator
        .clients()
        .put(RegisteredClient.confidential(ID, SECRET).binding(TokenBinding.REQUIRED_WITH_NONCE));

    CommandRun login =
        scene.run(
            words("--method", "client-credentials", "--dpop", "--client-secret", secret)
                .toArray(String[]::new));

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    try (TokenManager manager = manager()) {
      assertThat(call(manager).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void login_keyIsNamedInTheSettings_isBound() throws Exception {
    register(TokenBinding.REQUIRED);
    CommandRun.settings(scene.directory, "{\"profiles\": {\"default\": {\"dpop\": true}}}");

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(stored().has("dpop_key")).isTrue();
  }

  @Test
  void commands_tokenIsBound_sayThatItIsOfNoUseAlone() throws Exception {
    register(TokenBinding.REQUIRED);
    logIn("--dpop");

    CommandRun token = scene.run("token");
    CommandRun helper = scene.run("token", "--helper");
    CommandRun exec = scene.run("exec", "--", "true");
    CommandRun named = scene.run("exec", "--env", "MINE", "--", "true");
    CommandRun status = scene.run("status");
    CommandRun json = scene.run("status", "--json");
    CommandRun explain = scene.run("explain");

    assertThat(token.out()).isEqualTo(stored().path("access_token").asText() + "\n");
    assertThat(token.err()).contains("DPoP", "--headers-for");
    assertThat(helper.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(helper.out()).isEmpty();
    assertThat(exec.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(exec.err()).contains("DPoP", "--headers-for", "--no-dpop");
    assertThat(named.exit()).as(named.err()).isEqualTo(OK);
    assertThat(named.err()).contains("DPoP");
    assertThat(status.out()).contains("bound       to a key (DPoP)");
    assertThat(json.out()).contains("\"bound\":true");
    assertThat(explain.out()).contains("Authorization: DPoP");
  }

  @Test
  void headersFor_aRequest_openTheApiOnce() throws Exception {
    register(TokenBinding.REQUIRED);
    logIn("--dpop");
    URI target = whoami();

    CommandRun printed = scene.run("token", "--headers-for", "GET " + target);
    List<Integer> served = List.of(call(printed.out()), call(printed.out()));
    CommandRun odd = scene.run("token", "--headers-for", target.toString());

    assertThat(printed.exit()).as(printed.err()).isEqualTo(OK);
    assertThat(served).containsExactly(200, 401);
    assertThat(odd.err()).contains("'GET https://HOST/PATH'");
  }

  @Test
  void headersFor_tokenIsNotBound_areThoseOfABearerToken() throws Exception {
    register(TokenBinding.OPTIONAL);
    logIn();

    CommandRun printed = scene.run("token", "--headers-for", "GET " + whoami());

    assertThat(printed.out()).startsWith("Authorization: Bearer ").doesNotContain("DPoP");
    assertThat(call(printed.out())).isEqualTo(200);
  }

  /* The key of such a trial would die with its process, and the token's successor with it. */
  @Test
  void login_refreshTokenToBeBoundBesideALoginInUse_isRefusedAndNothingIsSent() throws Exception {
    register(TokenBinding.REQUIRED);
    logIn("--dpop");
    String given = scene.simulator.newFamily("bob", ID).refreshToken();
    String[] words = words("--method", "refresh-token", "--dpop").toArray(String[]::new);
    int before = scene.spends().count();

    CommandRun beside = CommandRun.of(scene.environment, given, words);
    int after = scene.spends().count();
    CommandRun logout = scene.run("logout");
    CommandRun alone = CommandRun.of(scene.environment, given, words);

    assertThat(beside.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(beside.err()).contains("next: pawl logout default", "was left as it is");
    assertThat(after).isEqualTo(before);
    assertThat(List.of(logout.exit(), alone.exit())).as(alone.err()).containsOnly(OK);
  }

  @Test
  void token_loginOfTheEnvironmentThatIsToBeBound_isPresentedWithAProof() throws Exception {
    register(TokenBinding.REQUIRED);
    CommandRun.settings(
        scene.directory,
        "{\"profiles\": {\"default\": {\"dpop\": true, \"issuer\": \"%s\", \"clientId\": \"%s\"}}}"
            .formatted(scene.simulator.issuer(), ID));
    String given = scene.simulator.newFamily("alice", ID).refreshToken();
    scene.environment.put("CLAUDE_CODE_OAUTH_REFRESH_TOKEN", given);
    scene.environment.put("CLAUDE_CODE_OAUTH_SCOPES", "messages");

    try (TokenManager manager = manager()) {
      CommandRun adopted = scene.run("token");
      HttpResponse<String> answer = call(manager);

      assertThat(answer.statusCode()).as(adopted.err() + answer.body()).isEqualTo(200);
    }
    assertThat(stored().has("dpop_key")).isTrue();
  }

  private void register(TokenBinding binding) {
    scene.simulator.clients().put(RegisteredClient.publicClient(ID).binding(binding));
  }

  private List<String> words(String... more) {
    List<String> words = new ArrayList<>(List.of("login", "--client-id", ID));
    words.addAll(List.of("--issuer", scene.simulator.issuer().toString()));
    words.addAll(List.of(more));
    return words;
  }

  private CommandRun logIn(String... more) throws Exception {
    String[] words = words(more).toArray(String[]::new);
    try (LiveCommand login = new LiveCommand(scene.environment, words)) {
      HttpResponse<String> unused = new Surfer().visit(login.address());
      return login.end();
    }
  }

  private JsonNode stored() throws IOException {
    return new ObjectMapper().readTree(scene.grantFile().toFile());
  }

  private TokenManager manager() {
    return TokenManager.builder().environment(scene.environment).build();
  }

  private URI whoami() {
    return scene.simulator.api().resolve("/v1/whoami");
  }

  private HttpResponse<String> call(TokenManager manager) throws Exception {
    return BearerClient.builder(manager, HTTP)
        .origins(scene.simulator.api())
        .build()
        .send(HttpRequest.newBuilder(whoami()).build(), BodyHandlers.ofString());
  }

  /* As curl -H @- does. */
  private int call(String headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(whoami());
    headers
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(header -> request.header(header[0], header[1]));
    return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
