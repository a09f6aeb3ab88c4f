package dev.pawl.drills.client.copy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The program faketime(1), which gives a process a clock of its own (libfaketime). */
public final class FakeTime {
  private FakeTime() {}

  /** Returns where it is, for a search path as in {@code PATH}; empty if it is not there. */
  public static Optional<Path> in(String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "faketime"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
