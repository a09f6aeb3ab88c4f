package dev.pawl.benchmarks.measure;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How hard a run tries, and where it may leave files meanwhile.
 *
 * @param quick whether it is only to be shown that everything runs; such figures mean nothing
 * @param scratch an empty directory, removed after the run
 * @param progress told what is going on, a line at a time
 */
public record Effort(boolean quick, Path scratch, Consumer<String> progress) {
  /** The first in full, the second with {@code --quick}. */
  public int of(int full, int whenQuick) {
    return quick ? whenQuick : full;
  }

  /** Says what is going on. */
  public void say(String line) {
    progress.accept(line);
  }
}
