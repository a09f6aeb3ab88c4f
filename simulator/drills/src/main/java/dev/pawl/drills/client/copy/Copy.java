package dev.pawl.drills.client.copy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One copy of the client: a process, and when that has ended another one. Thread-safe. */
public final class Copy {
  private final int number;
  private final ProcessBuilder builder;
  private final Path log;
  private @Nullable Process process;
  private int starts;
  private boolean over;

  /**
   * Prepares a copy.
   *
   * @param number from 1
   * @param command what is run
   * @param environment what is added to the environment of this process
   * @param directory the working directory
   * @param log where its output goes
   */
  Copy(
      int number, List<String> command, Map<String, String> environment, Path directory, Path log) {
    this.number = number;
    this.log = log;
    this.builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("DRILL_PROCESS", Integer.toString(number));
  }

  /** Returns its number, from 1. */
  public int number() {
    return number;
  }

  /** Returns the file of its output. */
  public Path log() {
    return log;
  }

  /** Returns how many times it was started. */
  public synchronized int starts() {
    return starts;
  }

  /** Returns its present process and what that has started. */
  public synchronized @Nullable ProcessTree tree() {
    return process == null ? null : new ProcessTree(process.toHandle());
  }

  /**
   * Starts it, unless it runs or is not to be started any more.
   *
   * @return the number of the process that was started; empty if none was
   */
  synchronized OptionalLong start() throws IOException {
    if (over || (process != null && process.isAlive())) {
      return OptionalLong.empty();
    }
    Process next = builder.start();
    process = next;
    starts++;
    return OptionalLong.of(next.pid());
  }

  /** Has it not be started again. */
  synchronized void retire() {
    over = true;
  }
}
