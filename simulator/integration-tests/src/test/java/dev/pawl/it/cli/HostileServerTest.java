package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.Journal;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import dev.pawl.store.journal.JournalRecord.State;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says reaches a terminal as text, whatever it says. */
final class HostileServerTest {
  /* A title, C1, every control of the order of writing, a bell, an end of a line: as JSON has it. */
  private static final String HOSTILE =
      "\\u001b]0;x\\u0007\\u009b31m\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069\\u200f"
          + "\\r\\nfake: done";

  /* The same as bytes of a header: ESC and C1. */
  private static final String IN_HEADER = "\u001b[2J\u009b31m";

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 OK",
        "302 Found",
        "400 Bad",
        "401 No",
        "403 No",
        "404 No",
        "429 Slow",
        "500 No",
        "503 No"
      })
  void anyVerb_refreshIsAnsweredWithWhatSteersATerminal_showsText(String status) {
    List<String> bodies =
        List.of(
            "{\"error\":\"H\",\"error_description\":\"H\",\"error_uri\":\"H\"}",
            "{\"error\":\"invalid_grant\",\"error_description\":\"H\",\"error_uri\":\"H\"}",
            "{\"error\":\"invalid_client\",\"error_description\":\"H\",\"error_uri\":\"H\"}",
            "{\"error\":{\"code\":\"H\",\"type\":\"H\",\"message\":\"H\"},\"H\":1}",
            "{\"error_code\":\"H\",\"ok\":false,\"msg\":\"H\"}",
            "{\"access_token\":\"H\",\"refresh_token\":\"H\",\"token_type\":\"H\",\"scope\":\"H\"}",
            "{\"H");
    for (String body : bodies) {
      String headers =
          "Location: /"
              + IN_HEADER
              + "\r\nWWW-Authenticate: Bearer error=\""
              + IN_HEADER
              + "\"\r\n";
      String answer =
          ScriptedEndpoint.answer(status + IN_HEADER, headers, body.replace("H", HOSTILE));

      assertThat(saidAfter(answer)).allSatisfy(EscapesTest::isPlain);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"device_code\":\"d\",\"user_code\":\"H\",\"verification_uri\":\"http://localhost/d\",\"expires_in\":2}",
        "{\"device_code\":\"d\",\"user_code\":\"U\",\"verification_uri\":\"http://localhost/H\",\"expires_in\":2}",
        "{\"device_code\":\"d\",\"user_code\":\"U\",\"verification_uri\":\"http://localhost/d\",\"verification_uri_complete\":\"http://localhost/H\",\"expires_in\":2}",
        "{\"device_code\":\"d\",\"user_code\":\"U\",\"verification_uri\":\"http://localhost/\u202ed\",\"expires_in\":2}",
        "{\"device_code\":\"H\",\"user_code\":\"U\",\"verification_uri\":\"http://localhost/d\",\"expires_in\":2}",
        "{\"error\":\"H\",\"error_description\":\"H\"}"
      })
  void login_deviceAnswerSteersATerminal_isShownAsText(String answer) {
    String refusal = "{\"error\":\"access_denied\",\"error_description\":\"" + HOSTILE + "\"}";
    try (ScriptedEndpoint server =
        new ScriptedEndpoint(
            call ->
                call == 1
                    ? ScriptedEndpoint.granted(answer.replace("H", HOSTILE))
                    : ScriptedEndpoint.answer("400 Bad", "", refusal))) {
      CommandRun login =
          CommandRun.of(
              CommandRun.environment(directory),
              "",
              "login",
              "--method",
              "device",
              "--issuer",
              server.uri().resolve("/").toString(),
              "--token-endpoint",
              server.uri().toString(),
              "--device-endpoint",
              server.uri().resolve("/device").toString());

      assertThat(login.exit()).as(login.all()).isNotZero();
      EscapesTest.isPlain(login.all());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyVerb_journalHoldsWhatSteersATerminal_showsText(boolean refused) throws IOException {
    try (ScriptedEndpoint server =
        new ScriptedEndpoint(
            call ->
                ScriptedEndpoint.answer(
                    refused ? "401 No" : "429 Slow", "", "{\"error\":\"invalid_client\"}"))) {
      storeEnded(server);
      List<String> unused = everyVerb();
      Journal journal = StateDirectory.of(environment()).found().journal("default");
      JournalRecord known = journal.read();
      journal.force(with(known, "\u001b[2J\u009b31m\u202e\u2066\r\nfake: done"));

      assertThat(known.failures().refusal()).isNotNull();
      assertThat(everyVerb()).allSatisfy(EscapesTest::isPlain);
    }
  }

  private static JournalRecord with(JournalRecord known, String refusal) {
    Failures failures = known.failures();
    return new JournalRecord(
        State.NONE,
        known.generation(),
        known.fingerprint(),
        known.firstSpentAt(),
        new Failures(
            failures.count(),
            failures.failedAt(),
            failures.retryAt(),
            refusal,
            failures.refusedUnder()),
        known.spent(),
        known.tried(),
        known.attempt(),
        known.parked());
  }

  private List<String> saidAfter(String answer) {
    try (ScriptedEndpoint server = new ScriptedEndpoint(call -> answer)) {
      storeEnded(server);
      List<String> said = everyVerb();
      assertThat(server.presented()).isNotEmpty();
      return said;
    }
  }

  private void storeEnded(ScriptedEndpoint server) {
    ClientRegistration client =
        new ClientRegistration(
            server.uri().resolve("/").toString(),
            server.uri(),
            null,
            "c",
            "",
            ReplayPolicy.UNKNOWN);
    try (TokenManager manager = TokenManager.builder().environment(environment()).build()) {
      manager.login(Grant.login(client, new TokenSet("fake-access", 1, 1_000, "fake-refresh")));
    } catch (TokenException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> everyVerb() {
    List<String> said = new ArrayList<>();
    for (String verb :
        List.of("token", "status", "doctor", "explain", "accounts", "token --helper")) {
      said.add(CommandRun.of(environment(), "", verb.split(" ")).all());
    }
    return said;
  }

  private Map<String, String> environment() {
    return CommandRun.environment(directory);
  }
}
