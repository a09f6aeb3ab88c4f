package dev.pawl.it.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.process.NeededTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
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

  @BeforeEach
  void requireTerminal() {
    NeededTool.require("script", "-qec", "true", "/dev/null");
  }

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
      Process terminal = start(server, "refresh-token");
      StringBuilder said = new StringBuilder();
      try (BufferedReader reader = terminal.inputReader(UTF_8);
          OutputStream keyboard = terminal.getOutputStream()) {
        while (said.indexOf("(not shown): ") < 0) {
          said.append((char) reader.read());
        }
        keyboard.write((secret + "\n").getBytes(UTF_8));
        keyboard.flush();
        hear(reader, said, "logged in as profile work");
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        terminal.destroy();
      }

      assertThat(server.presented()).containsExactly(secret);
      assertThat(said.toString()).doesNotContain("ssss");
    }
  }

  /* What it said, its terminal's echo too. */
  private String logIn(ScriptedEndpoint server, String... codes) throws Exception {
    Process terminal = start(server, "paste");
    StringBuilder said = new StringBuilder();
    try (BufferedReader reader = terminal.inputReader(UTF_8);
        OutputStream keyboard = terminal.getOutputStream()) {
      hear(reader, said, "address that the browser ends at");
      for (int i = 0; i < codes.length; i++) {
        keyboard.write((codes[i] + "\n").getBytes(UTF_8));
        keyboard.flush();
        hear(reader, said, i == codes.length - 1 ? "logged in" : "input from a pipe");
      }
      assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      terminal.destroy();
    }
    return said.toString();
  }

  private static void hear(BufferedReader reader, StringBuilder said, String words)
      throws IOException {
    String line;
    do {
      line = reader.readLine();
      said.append(line).append('\n');
    } while (line != null && !line.contains(words));
    assertThat(line).as(said.toString()).isNotNull();
  }

  private Process start(ScriptedEndpoint server, String method) throws IOException {
    String issuer = server.uri().resolve("/").toString();
    String command =
        "'%s/bin/java' -cp '%s' %s login work --method %s --no-browser --issuer %s"
                .formatted(
                    System.getProperty("java.home"),
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    method,
                    issuer)
            + " --authorization-endpoint %sauthorize --token-endpoint %s"
                .formatted(issuer, server.uri());
    ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
    builder.environment().clear();
    builder.environment().putAll(CommandRun.environment(directory));
    builder.environment().put("PATH", "/usr/bin:/bin");
    return builder.redirectErrorStream(true).start();
  }
}
