package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FAILED;
import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How commands reach an issuer: as the settings say. */
class NetworkSettingsTest {
  @TempDir Path home;

  @Test
  @Timeout(60)
  void login_proxyInTheSettings_asksTheIssuerThroughIt() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun.settings(
          home, "{\"network\": {\"proxy\": \"http://localhost:" + proxy.getLocalPort() + "\"}}");
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> refuse(proxy));

      CommandRun run =
          CommandRun.of(
              CommandRun.environment(home),
              "a-refresh-token\n",
              "login",
              "--issuer",
              "https://issuer.example",
              "--client-id",
              "client",
              "--refresh-token-stdin");

      assertThat(asked.join()).isEqualTo("CONNECT issuer.example:443 HTTP/1.1");
      assertThat(run.exit()).isNotZero();
      assertThat(run.err()).contains("the proxy answered 403").doesNotContain("a-refresh-token");
    }
  }

  @Test
  @Timeout(60)
  void login_proxyVariable_isHeardAndNamed() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = CommandRun.environment(home);
      String secret = "http://user:s3cret@localhost:" + proxy.getLocalPort();
      environment.put("HTTPS_PROXY", secret);
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> refuse(proxy));

      CommandRun run =
          CommandRun.of(
              environment,
              "a-refresh-token\n",
              "login",
              "--issuer",
              "https://issuer.example",
              "--refresh-token-stdin");
      CommandRun doctor = CommandRun.of(environment, "", "doctor");
      CommandRun explain = CommandRun.of(environment, "", "explain");

      assertThat(asked.join()).isEqualTo("CONNECT issuer.example:443 HTTP/1.1");
      assertThat(run.err()).contains("(HTTPS_PROXY)", "the proxy answered 403");
      assertThat(doctor.out()).contains("through the proxy localhost:", "(HTTPS_PROXY)");
      assertThat(explain.out()).contains("through the proxy localhost:", "(HTTPS_PROXY)");
      assertThat(run.all() + doctor.all() + explain.all()).doesNotContain("s3cret");
    }
  }

  private static String refuse(ServerSocket proxy) {
    try (Socket client = proxy.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String request = in.readLine();
      client.getOutputStream().write("HTTP/1.1 403 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return request;
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void anyVerb_networkSettingMakesNoSense_namesFileAndField() throws Exception {
    CommandRun.settings(home, "{\"network\": {\"proxy\": \"proxy.example:3128\"}}");

    CommandRun token = CommandRun.of(CommandRun.environment(home), "", "token");
    CommandRun doctor = CommandRun.of(CommandRun.environment(home), "", "doctor");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err()).contains("settings.json", "network.proxy", "http://HOST:PORT");
    assertThat(doctor.exit()).isEqualTo(FAILED);
    assertThat(doctor.out()).contains("FAIL", "settings.json", "network.proxy");
  }
}
