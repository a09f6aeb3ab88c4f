package dev.pawl.drills.cli.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The scratch directory of a run: it goes when the run ends, unless something failed. */
final class Scratch {
  private final Path home;
  private volatile boolean kept;

  private Scratch(Path home) {
    this.home = home;
  }

  static Scratch create() throws IOException {
    return new Scratch(Files.createTempDirectory("pawl-drill-"));
  }

  Path home() {
    return home;
  }

  /** Has the directory stay: something in it is worth a look. */
  void keep() {
    kept = true;
  }

  /** Deletes the directory unless it is kept. */
  void delete() throws IOException {
    if (kept) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(home)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
