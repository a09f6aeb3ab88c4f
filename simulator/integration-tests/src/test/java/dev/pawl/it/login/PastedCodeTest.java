package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.it.kit.TerminalCommand;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A code pasted at a real terminal, which keeps no more than 4,095 bytes of a line. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
final class PastedCodeTest {
  private static final int WHOLE = 4_094;
  private static final String GRANTED =
      "{\"access_token\":\"fake-access\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

  @TempDir Path directory;

  @Test
  void login_codeAsLongAsATerminalPassesOn_arrivesWhole() throws Exception {
    String code = "c".repeat(WHOLE - 3) + "END";

    try (ScriptedEndpoint server =
        new ScriptedEndpoint(call -> ScriptedEndpoint.granted(GRANTED))) {
      String said = logIn(server, code);

      assertThat(server.presented()).as(said).hasSize(1);
      assertThat(server.presented().get(0)).contains("code=" + code + "&");
      assertThat(said).contains("logged in as profile work");
    }
  }

  @Test
  void login_longerCodes_areRefusedWithASentenceAndNeverSent() throws Exception {
    String least = "c".repeat(WHOLE + 1);
    String long_ = "d".repeat(6_000);

    try (ScriptedEndpoint server =
        new ScriptedEndpoint(call -> ScriptedEndpoint.granted(GRANTED))) {
      String said = logIn(server, least, long_, "short-code");

      assertThat(said.split("may be cut here, so they were not used;", -1)).as(said).hasSize(3);
      assertThat(said).contains("run the command with its input from a pipe");
      assertThat(server.presented()).hasSize(1);
      assertThat(server.presented().get(0)).contains("code=short-code&");
    }
  }

  @Test
  void login_secretLongerThanALineOfATerminal_arrivesWholeAndUnseen() throws Exception {
    String secret = "s".repeat(7_997) + "END";

    try (ScriptedEndpoint server =
        new ScriptedEndpoint(call -> ScriptedEndpoint.granted(GRANTED))) {
      String said;
      try (TerminalCommand login = start(server, "refresh-token")) {
        login.hear("(not shown): ");
        login.type(secret);
        login.hear("logged in as profile work");
        assertThat(login.end()).isEqualTo(OK);
        said = login.said();
      }

      assertThat(server.presented()).containsExactly(secret);
      assertThat(said).doesNotContain("ssss");
    }
  }

  /* What it said, its terminal's echo too. */
  private String logIn(ScriptedEndpoint server, String... codes) throws Exception {
    try (TerminalCommand login = start(server, "paste")) {
      login.hear("address that the browser ends at");
      for (int i = 0; i < codes.length; i++) {
        login.type(codes[i]);
        login.hear(i == codes.length - 1 ? "logged in" : "input from a pipe");
      }
      assertThat(login.end()).isEqualTo(OK);
      return login.said();
    }
  }

  private TerminalCommand start(ScriptedEndpoint server, String method) throws IOException {
    String issuer = server.uri().resolve("/").toString();
    return new TerminalCommand(
        CommandRun.environment(directory),
        "login",
        "work",
        "--method",
        method,
        "--no-browser",
        "--issuer",
        issuer,
        "--authorization-endpoint",
        issuer + "authorize",
        "--token-endpoint",
        server.uri().toString());
  }
}
