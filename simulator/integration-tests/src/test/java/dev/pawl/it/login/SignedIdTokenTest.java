package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.simulator.jose.RsaSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a login is, as an ID token says: if a key of the issuer has signed it. */
final class SignedIdTokenTest {
  private static final RsaSigner SIGNER = new RsaSigner();
  private static final RsaSigner ANOTHER = new RsaSigner();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALICE = "alice@example.com";

  @TempDir private Path directory;
  private final Deque<List<Map<String, Object>>> sets = new ArrayDeque<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private Map<String, String> environment;
  private HttpServer issuer;
  private String token = "";

  @BeforeEach
  void start() throws IOException {
    environment = CommandRun.environment(directory);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext("/", exchange -> send(exchange, 404, Map.of()));
    issuer.createContext(
        "/.well-known/openid-configuration", exchange -> send(exchange, 200, metadata));
    issuer.createContext(
        "/token",
        exchange ->
            send(
                exchange,
                200,
                Map.of("access_token", "fake", "token_type", "Bearer", "id_token", token)));
    issuer.createContext(
        "/keys",
        exchange -> {
          int unused = asked.incrementAndGet();
          send(exchange, 200, Map.of("keys", sets.size() > 1 ? sets.pop() : sets.peek()));
        });
    issuer.start();
    metadata.put("issuer", address(""));
    metadata.put("token_endpoint", address("/token"));
    metadata.put("authorization_endpoint", address("/authorize"));
    metadata.put("jwks_uri", address("/keys"));
    token = SIGNER.sign(claims());
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void login_keyOfTheIssuer_isKnownAndTheKeysAreAskedForOnce() {
    sets.add(List.of(ANOTHER.publicKey(), SIGNER.publicKey()));

    CommandRun login = logIn();

    assertThat(login.out()).contains(ALICE);
    assertThat(asked).hasValue(1);
  }

  @Test
  void login_keyIsPublishedAMomentLater_isKnownAtTheSecondLook() {
    sets.add(List.of(ANOTHER.publicKey()));
    sets.add(List.of(ANOTHER.publicKey(), SIGNER.publicKey()));

    CommandRun login = logIn();

    assertThat(login.out()).contains(ALICE);
    assertThat(asked).hasValue(2);
  }

  @Test
  void login_keyIsNeverPublished_isNotKnownAndStoredAllTheSame() {
    sets.add(List.of(ANOTHER.publicKey()));

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.out()).doesNotContain(ALICE);
    assertThat(asked).hasValue(2);
  }

  @Test
  void login_keyOfThatNameIsAnother_isNotKnown() {
    Map<String, Object> another = new LinkedHashMap<>(ANOTHER.publicKey());
    another.put("kid", SIGNER.publicKey().get("kid"));
    sets.add(List.of(another));

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.out()).doesNotContain(ALICE);
    assertThat(asked).hasValue(1);
  }

  @Test
  void login_tokenIsNotSigned_isNotKnown() throws Exception {
    sets.add(List.of(SIGNER.publicKey()));
    token = encoded(Map.of("alg", "none")) + "." + encoded(claims()) + ".";

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.out()).doesNotContain(ALICE);
  }

  @Test
  void login_issuerNamesNoKeys_isKnownByItsCertificateAlone() {
    metadata.remove("jwks_uri");

    CommandRun login = logIn();

    assertThat(login.out()).contains(ALICE);
    assertThat(asked).hasValue(0);
  }

  private CommandRun logIn() {
    return CommandRun.of(
        environment,
        "a-code\n",
        "login",
        "--method",
        "paste",
        "--issuer",
        address(""),
        "--client-id",
        "app",
        "--scope",
        "openid email");
  }

  private Map<String, Object> claims() {
    return Map.of("iss", address(""), "aud", "app", "exp", 4_000_000_000L, "email", ALICE);
  }

  private static String encoded(Map<String, Object> members) throws IOException {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(members));
  }

  private String address(String path) {
    return "http://127.0.0.1:" + issuer.getAddress().getPort() + path;
  }

  private static void send(HttpExchange exchange, int status, Map<String, Object> members)
      throws IOException {
    byte[] bytes = JSON.writeValueAsString(members).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
