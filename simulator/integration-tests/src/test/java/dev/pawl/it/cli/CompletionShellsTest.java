package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.process.NeededTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions, asked for by the real shells. */
@Timeout(300)
final class CompletionShellsTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void logIn() {
    scene.loggedIn();
  }

  @ParameterizedTest
  @CsvSource({
    "sta, status",
    "token d, default",
    "token --profile d, default",
    "token --profile=d, --profile=default",
    "use d, default",
    "login --method dev, device",
    "login --replay n, never",
    "token --source log, login",
    "simulator --policy STRICT_F, STRICT_FAMILY",
    "drill expiry, expiry-herd",
    "completion z, zsh",
    "token --min-v, --min-valid",
    "exec --pro, --profile",
  })
  void words_typedSoFar_offersWhatMayFollow(String typed, String offered) {
    assertThat(words(typed)).containsExactly(offered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec -- d", "exec sh d", "login --import d", "no-such-verb d"})
  void words_somethingElseFollows_offersNothing(String typed) {
    assertThat(words(typed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void script_inItsShell_offersValues(String shell) throws Exception {
    NeededTool.require(shell, "-c", "true");
    Path bin = Files.createDirectory(scene.directory.resolve("bin"));
    String java = System.getProperty("java.home") + "/bin/java";
    program(
        bin.resolve("pawl"),
        "#!/bin/sh\nexec '"
            + java
            + "' -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + Main.class.getName()
            + " \"$@\"\n");
    Path script = scene.directory.resolve("script");
    Files.writeString(script, scene.run("completion", shell).out());

    assertThat(asked(shell, script, bin, "token", "d")).containsExactly("default");
    assertThat(asked(shell, script, bin, "login", "--method", "dev")).containsExactly("device");
    assertThat(asked(shell, script, bin, "login", "--replay", "ne")).containsExactly("never");
    assertThat(asked(shell, script, bin, "token", "--source", "log")).containsExactly("login");
    assertThat(asked(shell, script, bin, "use", "d")).containsExactly("default");
    assertThat(asked(shell, script, bin, "acc")).containsExactly("accounts");
  }

  private List<String> asked(String shell, Path script, Path bin, String... words)
      throws IOException, InterruptedException {
    String line = "pawl " + String.join(" ", words);
    String program =
        switch (shell) {
          case "bash" ->
              "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _pawl; printf '%%s\\n' \"${COMPREPLY[@]}\""
                  .formatted(script, line, words.length);
          case "zsh" ->
              ("autoload -Uz compinit; compinit -D -u; source '%s';"
                      + " compadd() { print -rl -- ${(P)2} }; _files() { print files };"
                      + " words=(%s); CURRENT=%d; _pawl")
                  .formatted(script, line, words.length + 1);
          default -> "source '%s'; complete -C '%s'".formatted(script, line);
        };
    List<String> command =
        shell.equals("zsh") ? List.of("zsh", "-f", "-c", program) : List.of(shell, "-c", program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    builder.environment().put("PATH", bin + ":/usr/bin:/bin");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private List<String> words(String typed) {
    String[] before = {"completion", "words", "--"};
    String[] parts = typed.split(" ", -1);
    String[] all = Arrays.copyOf(before, before.length + parts.length);
    System.arraycopy(parts, 0, all, before.length, parts.length);
    CommandRun run = scene.run(all);
    assertThat(run.exit()).as(run.err()).isEqualTo(OK);
    return run.out().lines().toList();
  }

  @Test
  void completion_unknownShell_isWrongUsage() {
    assertThat(scene.run("completion", "csh").exit()).isEqualTo(USAGE);
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
  }
}
