package dev.pawl.cli.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The program that asks: the nearest ancestor of this process that is not a shell.
 *
 * @param process its number
 * @param started when it started, in a unit of the system's own: with the number it names one life
 */
record Ancestor(long process, String started) {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "mksh", "fish", "ash", "busybox", "env", "pawl");
  private static final int STARTED = 19;

  /** The nearest; null if the system shows none. */
  static @Nullable Ancestor nearest() {
    Optional<ProcessHandle> at = ProcessHandle.current().parent();
    while (at.isPresent() && isShell(at.get())) {
      at = at.get().parent();
    }
    return at.map(Ancestor::of).orElse(null);
  }

  /* A process of another user tells nothing of itself; it is not a shell in between. */
  private static boolean isShell(ProcessHandle process) {
    String command = process.info().command().orElse("");
    return SHELLS.contains(command.substring(command.lastIndexOf('/') + 1));
  }

  private static Ancestor of(ProcessHandle process) {
    return new Ancestor(process.pid(), started(process));
  }

  private static String started(ProcessHandle process) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
      /* The name, in parentheses, may hold anything; the fields are counted from behind it. */
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[STARTED];
    } catch (IOException | IndexOutOfBoundsException e) {
      return process.info().startInstant().map(then -> then.toEpochMilli() + "").orElse("0");
    }
  }

  /** Whether some process has that number now. */
  static boolean lives(long process) {
    return ProcessHandle.of(process).isPresent();
  }
}
