package dev.pawl.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.process.NeededTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command at a real terminal, in a process of its own, that is spoken with while it runs. */
public final class TerminalCommand implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

  private final Process terminal;
  private final BufferedReader screen;
  private final OutputStream keyboard;
  private final StringBuilder said = new StringBuilder();

  /** Starts {@code pawl} with {@code words} at a terminal. */
  public TerminalCommand(Map<String, String> environment, String... words) throws IOException {
    this(environment, line(words));
  }

  private TerminalCommand(Map<String, String> environment, String line) throws IOException {
    NeededTool.require("script", "-qec", "true", "/dev/null");
    ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", "/usr/bin:/bin");
    terminal = builder.redirectErrorStream(true).start();
    screen = terminal.inputReader(UTF_8);
    keyboard = terminal.getOutputStream();
  }

  /** Starts {@code pawl} with {@code words}, and hands its output to {@code cat}. */
  public static TerminalCommand piped(Map<String, String> environment, String... words)
      throws IOException {
    return new TerminalCommand(environment, line(words) + " | cat");
  }

  private static String line(String... words) {
    List<String> java =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    return Stream.concat(java.stream(), Arrays.stream(words))
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(" "));
  }

  /** Reads what is shown until {@code words} are seen once more. */
  public void hear(String words) throws IOException {
    int from = said.length();
    int next = 0;
    while (next >= 0 && said.indexOf(words, from) < 0) {
      next = screen.read();
      if (next >= 0) {
        said.append((char) next);
      }
    }
    assertThat(said.substring(from)).as(said.toString()).contains(words);
  }

  /** Types {@code line}, and Enter. */
  public void type(String line) throws IOException {
    keyboard.write((line + "\n").getBytes(UTF_8));
    keyboard.flush();
  }

  /** Reads the rest, and waits for the end; returns the exit code. */
  public int end() throws IOException, InterruptedException {
    for (int next = screen.read(); next >= 0; next = screen.read()) {
      said.append((char) next);
    }
    assertThat(terminal.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return terminal.exitValue();
  }

  /** All that was shown, the echo of what was typed too. */
  public String said() {
    return said.toString();
  }

  @Override
  public void close() throws IOException {
    terminal.destroy();
    screen.close();
    keyboard.close();
  }
}
