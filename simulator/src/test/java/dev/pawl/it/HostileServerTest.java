package dev.pawl.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says reaches a terminal as text, whatever it says. */
final class HostileServerTest {
  private static final int LOG_IN = 1;

  @TempDir Path directory;

  @Test
  void login_descriptionSteersTheTerminalAndEchoesTheSecret_isShownAsText() throws IOException {
    String description = "\\u001b[2J\\u202egone fake-refresh-secret\\r\\nnext: rm -rf";
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              ("{\"error\":\"invalid_grant\",\"error_description\":\"" + description + "\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      CommandRun login = logIn("http://127.0.0.1:" + server.getAddress().getPort());

      assertThat(login.exit()).isEqualTo(LOG_IN);
      assertThat(login.err())
          .doesNotContain("\u001b", "\u202e", "fake-refresh-secret", "\nnext: rm");
      assertThat(login.out()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void verb_argumentSteersTheTerminal_isShownAsText() {
    CommandRun option =
        CommandRun.of(CommandRun.environment(directory), "", "token", "--\u001b[2J\u009b");

    assertThat(option.err()).contains("\\u{1b}").doesNotContain("\u001b", "\u009b");
  }

  private CommandRun logIn(String server) {
    return CommandRun.of(
        CommandRun.environment(directory),
        "fake-refresh-secret\n",
        "login",
        "--issuer",
        server,
        "--token-endpoint",
        server + "/token",
        "--refresh-token-stdin");
  }
}
