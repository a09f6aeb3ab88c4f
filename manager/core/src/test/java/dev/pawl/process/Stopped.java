package dev.pawl.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that was stopped as by Ctrl-Z (Linux). */
public final class Stopped {
  private Stopped() {}

  /** Stops {@code process}; returns when the kernel has it so. */
  public static void stop(Process process) throws Exception {
    signal("STOP", process);
    String unused = Eventually.see(() -> status(process), status -> status.contains(") T "));
  }

  /** Has it go on. */
  public static void resume(Process process) throws Exception {
    signal("CONT", process);
  }

  private static void signal(String name, Process process) throws Exception {
    String pid = String.valueOf(process.pid());
    int exit = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " " + pid + " failed: " + exit);
    }
  }

  private static String status(Process process) throws IOException {
    return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
  }
}
