package dev.pawl.benchmarks.startup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JDK on this machine.
 *
 * @param home its directory
 * @param label its feature number
 */
record Jdk(Path home, String label) {
  /** The one that runs this, and a newer one if {@code JAVA25_HOME} or the usual place has it. */
  static List<Jdk> present() throws IOException {
    List<Jdk> all = new ArrayList<>();
    all.add(
        new Jdk(
            Path.of(System.getProperty("java.home")),
            Integer.toString(Runtime.version().feature())));
    if (Runtime.version().feature() < 25) {
      for (Path home : candidates()) {
        if (all.size() == 1 && isNewer(home)) {
          all.add(new Jdk(home.toRealPath(), "25"));
        }
      }
    }
    return all;
  }

  private static List<Path> candidates() throws IOException {
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("JAVA25_HOME");
    if (named != null) {
      candidates.add(Path.of(named));
    }
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(usual, "*25*")) {
        homes.forEach(candidates::add);
      }
    }
    return candidates;
  }

  private static boolean isNewer(Path home) throws IOException {
    Path release = home.resolve("release");
    return Files.isReadable(release)
        && Files.readString(release).contains("JAVA_VERSION=\"25")
        && Files.isExecutable(home.resolve("bin/javac"));
  }

  String program() {
    return home.resolve("bin/java").toString();
  }
}
