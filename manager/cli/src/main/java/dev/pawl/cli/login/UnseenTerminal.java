package dev.pawl.cli.login;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The terminal at standard input while it shows nothing of what is typed and passes everything on
 * at once. In its usual mode it keeps a line until Enter, and of a longer one than 4,095 bytes
 * (1,023 on macOS) the rest is dropped without a word. Closing it, or the end of the JVM by a
 * signal too, brings the former mode back.
 */
final class UnseenTerminal implements AutoCloseable {
  private static final List<Path> PLACES = List.of(Path.of("/bin/stty"), Path.of("/usr/bin/stty"));

  private final Path stty;
  private final String before;
  private final Thread atExit;

  private UnseenTerminal(Path stty, String before) {
    this.stty = stty;
    this.before = before;
    this.atExit = new Thread(this::restore, "pawl-terminal");
  }

  /** Null if its mode cannot be changed here. */
  static @Nullable UnseenTerminal open() {
    for (Path stty : PLACES) {
      String before = Files.isExecutable(stty) ? run(stty, "-g") : null;
      if (before != null && !before.isEmpty()) {
        UnseenTerminal terminal = new UnseenTerminal(stty, before);
        return terminal.begin() ? terminal : null;
      }
    }
    return null;
  }

  private boolean begin() {
    Runtime.getRuntime().addShutdownHook(atExit);
    if (run(stty, "-icanon", "-echo", "min", "1", "time", "0") != null) {
      return true;
    }
    close();
    return false;
  }

  private void restore() {
    String unused = run(stty, before);
  }

  /* What it prints; null if it fails. It changes the terminal at its own standard input: ours. */
  private static @Nullable String run(Path stty, String... words) {
    List<String> command = new ArrayList<>(List.of(stty.toString()));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      byte[] said = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? new String(said, StandardCharsets.US_ASCII).strip() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    restore();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending, and restores it once more
    }
  }
}
