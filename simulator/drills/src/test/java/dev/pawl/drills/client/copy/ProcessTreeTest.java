package dev.pawl.drills.client.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {

  @Test
  void kill_ofAShell_takesWhatItStartedAlong() throws Exception {
    Process shell = shell("sleep 300 & echo $!; sleep 300 & echo $!; wait");
    try (BufferedReader lines = shell.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle first = handle(read(lines));
      ProcessHandle second = handle(read(lines));

      new ProcessTree(shell.toHandle()).kill();

      assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(first.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(first);
      assertThat(second.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(second);
    } finally {
      shell.destroyForcibly();
    }
  }

  @Test
  void root_ofWhatAChildStarted_isTheChild() throws Exception {
    Process shell = shell("sleep 300 & echo $!; wait");
    try (BufferedReader lines = shell.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle started = handle(read(lines));

      long root = Copies.root(started.pid());

      assertThat(root).isEqualTo(shell.pid());
      assertThat(Copies.root(shell.pid())).isEqualTo(shell.pid());
    } finally {
      new ProcessTree(shell.toHandle()).kill();
    }
  }

  @Test
  void close_ofCopiesThatIgnoreSigterm_killsThem(@TempDir Path home) throws Exception {
    Path pipe = home.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Copies copies =
        new Copies(
            1,
            List.of("sh", "-c", "trap '' TERM; echo $$ > ../pipe; while :; do sleep 300; done"),
            Map.of(),
            home.resolve("scratch"),
            home.resolve("logs"));
    ProcessHandle copy;
    try (copies) {
      copies.start(copies.all());

      copy = handle(Files.readString(pipe).strip());
    }

    assertThat(copy.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(copy);
    assertThat(copies.copy(1).starts()).isEqualTo(1);
  }

  private static Process shell(String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script).start();
  }

  private static String read(BufferedReader lines) throws IOException {
    return Objects.requireNonNull(lines.readLine());
  }

  private static ProcessHandle handle(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
