package dev.pawl.scoreboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.scoreboard.board.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** When, where and from which sources a board is made. */
final class Surroundings {
  private Surroundings() {}

  static Terms terms(Path root, int copies, long seed) throws InterruptedException {
    String version = Surroundings.class.getPackage().getImplementationVersion();
    return new Terms(
        LocalDate.now(ZoneOffset.UTC).toString(),
        version == null ? "unpackaged" : version,
        said(List.of("git", "-C", root.toString(), "describe", "--always")),
        machine(),
        copies,
        seed);
  }

  private static String machine() throws InterruptedException {
    return "%d cores, %s %s, Java %s, Node %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.runtime.version"),
            said(List.of("node", "--version")));
  }

  /** Returns what a command says; {@code unknown} if it cannot be run. */
  private static String said(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor() == 0 && !text.isEmpty() ? text : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
