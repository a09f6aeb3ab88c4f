package dev.pawl.fleetdrills.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands of the system. */
final class Shell {
  private Shell() {}

  /**
   * Runs {@code command} to its end.
   *
   * @return what it said
   * @throws IOException if it is not there, or fails; the message is what it said
   */
  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (exit(process) != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  private static int exit(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Kills a process by {@code kill -9} and waits for its end; none that is there is fine. */
  static void kill(ProcessHandle process) {
    boolean asked = process.destroyForcibly();
    if (asked) {
      process.onExit().join();
    }
  }

  /** Whether the system has this tool. */
  static boolean has(String tool) {
    for (String folder : List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin")) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }

  /** Whether this user is root. */
  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
