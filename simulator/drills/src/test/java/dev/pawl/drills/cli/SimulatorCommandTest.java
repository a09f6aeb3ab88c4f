package dev.pawl.drills.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.wire.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulatorCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_lists_optionsAndExitCodes() {
    int exit = run("simulator", "--help");

    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("--port", "--policy", "--skew", "--access-ttl", "--seed", "--json")
        .contains("--cut", "--cut-api")
        .contains("--tls", "wrong-host", "--ca-file")
        .contains("--lenient", "json-body, two-authentications")
        .contains("STRICT_FAMILY", "GRACE_LATEST_WINS", "Exit codes:", "143");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--policy=SOFT",
        "--skew=soon",
        "--skew=99999999999h",
        "--skew=-99999999999h",
        "--access-ttl=99999999999h",
        "--access-ttl=0s",
        "--refresh-idle=0s",
        "--refresh-absolute=99999999999h",
        "--grace=99999999999h",
        "--grace=-1s",
        "--processing-time=25h",
        "--port=x",
        "--port=70000",
        "--lenient=everything",
        "--bind=0.0.0.0",
        "--bind=::",
        "--bind=example.com",
        "--issuer=acme",
        "--issuer=acme=tenants",
        "--issuer=ACME=/tenants/acme",
        "--issuer-path=/a b",
        "--cross-origin=localhost",
        "--cut=connection: ANSWER(4) rst",
        "--tls=self-signed",
        "--ca-file=ca.pem",
        "--cut-api=refresh: AFTER_COMMIT empty",
        "--unknown"
      })
  @Timeout(20)
  void wrongUsage_exitsWith2AndNamesTheOption(String option) {
    int exit = run("simulator", option);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains(option.replaceFirst("=.*", ""));
  }

  @Test
  void portTaken_exitsWith1AndSaysWhy() {
    try (Simulator other = Simulator.builder().start()) {
      int exit = run("simulator", "--port", "" + other.issuer().getPort());

      assertThat(exit).isEqualTo(1);
      assertThat(err.toString())
          .isEqualToNormalizingNewlines(
              "pawl simulator: port "
                  + other.issuer().getPort()
                  + " is taken; name another with --port, or none\n");
    }
  }

  @Test
  void bind_toAnotherAddress_isWhereEverythingLies() throws Exception {
    Process child = start("simulator", "--json", "--bind", "127.0.0.2");
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      JsonNode welcome = StrictJson.object(lines.readLine());

      HttpResponse<String> spend = spend(welcome);

      assertThat(spend.statusCode()).isEqualTo(200);
      assertThat(welcome.path("issuer").asText()).startsWith("http://127.0.0.2:");
      assertThat(welcome.path("admin").asText()).startsWith("http://127.0.0.2:");
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void furtherIssuer_isInTheWelcomeWithALoginThatItTakes() throws Exception {
    Process child = start("simulator", "--json", "--issuer", "acme=/tenants/acme");
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      JsonNode welcome = StrictJson.object(lines.readLine());
      JsonNode acme = welcome.at("/issuers/acme");

      HttpResponse<String> there = refresh(acme.at("/issuer").asText() + "/oauth/token", acme);
      HttpResponse<String> here = refresh(welcome.at("/tokenEndpoint").asText(), acme);

      assertThat(there.statusCode()).isEqualTo(200);
      assertThat(here.statusCode()).isEqualTo(400);
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void sigterm_afterWelcome_stopsInOrder() throws Exception {
    Process child = start("simulator", "--json", "--seed", "3", "--policy", "grace_same");
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      JsonNode welcome = StrictJson.object(lines.readLine());
      HttpResponse<String> spend = spend(welcome);

      child.toHandle().destroy();

      assertThat(spend.statusCode()).isEqualTo(200);
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(143);
      assertThat(lines.readLine()).isNull();
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  @Timeout(120)
  void cut_connectionsToTheAddressesOfTheWelcome_areCut() throws Exception {
    Process child = start("simulator", "--json", "--cut", "connection#1: ANSWER(0) reset", "--cut");
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      JsonNode welcome = StrictJson.object(lines.readLine());

      assertThatIOException().isThrownBy(() -> spend(welcome));
      assertThat(spend(welcome).body()).contains("invalid_grant"); // the first one was committed
      assertThat(welcome.path("tokenEndpoint").asText())
          .startsWith(welcome.path("issuer").asText() + "/");
      assertThat(welcome.path("issuer")).isNotEqualTo(welcome.path("issuerBehindCut"));
      assertThat(welcome.path("api")).isNotEqualTo(welcome.path("apiBehindCut"));
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  @Timeout(120)
  void tls_certificateOfTheAuthority_liesWhereTheWelcomeSaysUntilTheEnd() throws Exception {
    Process child = start("simulator", "--tls");
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      String welcome = readThrough(lines, "Stop with");
      Path file = Path.of(welcome.replaceFirst("(?s).*SSL_CERT_FILE=(\\S+).*", "$1"));
      String pem = Files.readString(file);

      child.toHandle().destroy();

      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pem).startsWith("-----BEGIN CERTIFICATE-----\n");
      assertThat(welcome)
          .contains("issuer         https://127.0.0.1:")
          .contains("NODE_EXTRA_CA_CERTS=" + file)
          .contains("{\"network\": {\"trust\": \"" + file + "\"}}")
          .contains("curl --cacert " + file + " -s https://127.0.0.1:");
      assertThat(file).doesNotExist();
      assertThat(file.getParent()).doesNotExist();
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  @Timeout(120)
  void tls_certificateIsBad_linesToPasteGetThrough() throws Exception {
    Path file = directory.resolve("ca.pem");
    Process child = start("simulator", "--tls", "expired", "--ca-file", file.toString());
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      String welcome = readThrough(lines, "Stop with");

      child.toHandle().destroy();

      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(welcome).contains("SSL_CERT_FILE=" + file, "curl -k -s https://127.0.0.1:");
      assertThat(file).content().startsWith("-----BEGIN CERTIFICATE-----\n");
    } finally {
      child.destroyForcibly();
    }
  }

  private static String readThrough(BufferedReader lines, String last) throws IOException {
    StringBuilder read = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read.append(line).append('\n');
      if (line.startsWith(last)) {
        return read.toString();
      }
    }
    throw new IOException("it ended after: " + read);
  }

  static HttpResponse<String> spend(JsonNode welcome) throws Exception {
    return refresh(welcome.path("tokenEndpoint").asText(), welcome);
  }

  private static HttpResponse<String> refresh(String tokenEndpoint, JsonNode login)
      throws Exception {
    String form =
        "grant_type=refresh_token&client_id="
            + login.path("clientId").asText()
            + "&refresh_token="
            + login.path("refreshToken").asText();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(tokenEndpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private int run(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(arguments);
  }
}
