package dev.pawl.drills.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The certificate of the simulator's authority as a file, which clients are pointed to. */
final class AuthorityFile implements AutoCloseable {
  private final Path file;
  private final @Nullable Path scratch;

  private AuthorityFile(Path file, @Nullable Path scratch) {
    this.file = file;
    this.scratch = scratch;
  }

  /**
   * Writes the file.
   *
   * @param pem the certificate
   * @param wanted its place; without one it lies in a directory of its own and goes at the end
   */
  static AuthorityFile write(String pem, @Nullable Path wanted) throws IOException {
    if (wanted != null) {
      return new AuthorityFile(Files.writeString(wanted.toAbsolutePath(), pem), null);
    }
    Path scratch = Files.createTempDirectory("pawl-simulator-");
    return new AuthorityFile(Files.writeString(scratch.resolve("ca.pem"), pem), scratch);
  }

  Path path() {
    return file;
  }

  /** Deletes what nobody gave a place to. */
  @Override
  public void close() {
    if (scratch != null) {
      try {
        Files.deleteIfExists(file);
        Files.deleteIfExists(scratch);
      } catch (IOException e) {
        System.err.println("pawl simulator: " + scratch + " could not be deleted: " + e);
      }
    }
  }
}
