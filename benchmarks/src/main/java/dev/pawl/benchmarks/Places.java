package dev.pawl.benchmarks;

import java.nio.file.Path;

/** Where things stand in the sources. */
final class Places {
  private Places() {}

  /** The sources that the launcher stands in; else the working directory. */
  static Path root() {
    String launcher = System.getProperty("pawl.launcher");
    Path beside = launcher == null ? null : Path.of(launcher).toAbsolutePath().getParent();
    return beside == null ? Path.of("").toAbsolutePath() : beside;
  }
}
