package dev.pawl.desktop;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the desktop; what it prints is not shown.
 *
 * @param command with its arguments
 */
record DesktopTool(List<String> command) {
  private static final long TIMEOUT_SECONDS = 3;

  /**
   * Starts it with {@code input} and gives it a moment.
   *
   * @return false if it cannot be started or fails at once; one that goes on running is taken for
   *     good
   */
  boolean run(String input) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return !process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
