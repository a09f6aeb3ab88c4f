package dev.pawl.scoreboard.contestant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A naive store for libraries that have none: one file, replaced as a whole, without a lock. The
 * directory is for its user alone.
 *
 * @param file with the access token in the first line and the refresh token in the second
 */
record TokenFile(Path file) {
  /** The file that all copies share. */
  static TokenFile shared() {
    return new TokenFile(Path.of(CallLoop.variable("DRILL_SCRATCH"), "tokens"));
  }

  /** Returns the access token; one that nobody takes if there is none yet. */
  String access() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).get(0) : "none";
  }

  /** Returns the refresh token; that of the login if there is no other yet. */
  String refresh() throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).get(1)
        : CallLoop.variable("DRILL_REFRESH_TOKEN");
  }

  void write(String access, String refresh) throws IOException {
    Path whole = Path.of(file + "." + ProcessHandle.current().pid());
    Files.write(whole, List.of(access, refresh));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
