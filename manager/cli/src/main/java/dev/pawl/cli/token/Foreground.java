package dev.pawl.cli.token;

import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.shell.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A command in the place of this process: it has the terminal, the signals and the exit code.
 *
 * <p>It stays in the process group of this JVM, so that the terminal's own signals (Ctrl-C, Ctrl-Z)
 * reach both, and stopping and going on work as for one process. What is sent to this JVM alone is
 * passed on: TERM and HUP always, INT unless the terminal sent it, since a second Ctrl-C means
 * something else to many programs.
 */
final class Foreground {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int GROUP = 2;
  private static final int TERMINAL_GROUP = 5;

  private final Shell shell;
  private final ProcessBuilder builder;
  private final CompletableFuture<Process> child = new CompletableFuture<>();

  Foreground(Shell shell, ProcessBuilder builder) {
    this.shell = shell;
    this.builder = builder;
  }

  /** Runs it; 127 if there is no such command, 126 if it cannot be executed, as a shell says it. */
  int run() {
    Object unused = Signals.handle("TERM", () -> send("TERM"));
    unused = Signals.handle("HUP", () -> send("HUP"));
    unused = Signals.handle("INT", this::interrupted);
    try {
      Process process = builder.start();
      child.complete(process);
      return await(process);
    } catch (IOException e) {
      return notStarted(e);
    }
  }

  private static int await(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /* The message of the JDK ends with the system's own reason, ENOENT being number 2. */
  private int notStarted(IOException e) {
    String message = String.valueOf(e.getMessage());
    boolean absent = message.contains("error=2,") || message.contains("error: 2 (");
    shell.say(builder.command().get(0) + (absent ? ": no such command" : ": cannot be executed"));
    return absent ? NOT_FOUND : NOT_EXECUTABLE;
  }

  private void interrupted() throws IOException {
    if (!isFromTerminal()) {
      send("INT");
    }
  }

  /* A signal that comes before the command is there waits for it, on a thread of its own. */
  private void send(String signal) throws IOException {
    Process unused =
        new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(child.join().pid()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** Whether this process is in the foreground of a terminal, whose Ctrl-C the child gets too. */
  private static boolean isFromTerminal() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[GROUP].equals(fields[TERMINAL_GROUP]);
    } catch (IOException | IndexOutOfBoundsException e) {
      return true; // no /proc: Ctrl-C is by far the usual one
    }
  }
}
