package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pawl.it.kit.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a login is, at an issuer that gives no ID token (OpenID Connect Core 1.0, section 5.3). */
final class UserInfoTest {
  private static final String CLAIMS =
      "{'sub':'4711','email':'alice@example.com','org_id':'org-1'}";

  @TempDir Path directory;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Map<String, String> environment;
  private HttpServer issuer;
  private int status = 200;
  private String userInfo = CLAIMS;

  @BeforeEach
  void start() throws IOException {
    environment = CommandRun.environment(directory);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext("/", exchange -> send(exchange, 404, "{}"));
    issuer.createContext(
        "/.well-known/openid-configuration", exchange -> send(exchange, 200, metadata()));
    issuer.createContext(
        "/token", exchange -> send(exchange, 200, "{'access_token':'fake','token_type':'Bearer'}"));
    issuer.createContext(
        "/me",
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
          send(exchange, status, userInfo);
        });
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void login_issuerGivesNoIdToken_isKnownByWhatUserInfoSays() {
    CommandRun login = logIn("openid email");
    CommandRun accounts = CommandRun.of(environment, "", "accounts");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.out()).contains("alice@example.com");
    assertThat(accounts.out()).contains("alice@example.com");
    assertThat(asked).containsExactly("Bearer fake");
  }

  @Test
  void login_scopeHasNoOpenId_asksNobody() {
    CommandRun login = logIn("email");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500, '<html>'", "401, '{}'", "200, 'eyJhbGciOiJub25lIn0.e30.'", "200, '[]'"})
  void login_userInfoIsOfNoUse_isStoredAllTheSame(int status, String body) {
    this.status = status;
    this.userInfo = body;

    CommandRun login = logIn("openid");
    CommandRun token = CommandRun.of(environment, "", "token");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(token.out()).isEqualTo("fake\n");
    assertThat(asked).hasSize(1);
  }

  private CommandRun logIn(String scope) {
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
        scope);
  }

  private String metadata() {
    return "{'issuer':'%s','token_endpoint':'%s','authorization_endpoint':'%s','userinfo_endpoint':'%s'}"
        .formatted(address(""), address("/token"), address("/authorize"), address("/me"));
  }

  private String address(String path) {
    return "http://127.0.0.1:" + issuer.getAddress().getPort() + path;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
