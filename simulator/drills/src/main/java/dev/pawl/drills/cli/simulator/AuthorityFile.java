package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.tls.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The certificate of the simulator's authority as a file, which clients are pointed to. */
final class AuthorityFile implements AutoCloseable {
  private final Path file;
  private final @Nullable Path scratch;
  private final Certificate kind;

  private AuthorityFile(Path file, @Nullable Path scratch, Certificate kind) {
    this.file = file;
    this.scratch = scratch;
    this.kind = kind;
  }

  /**
   * Writes the file.
   *
   * @param pem the certificate
   * @param wanted its place; without one it lies in a directory of its own and goes at the end
   * @param kind what the authority has signed
   */
  static AuthorityFile write(String pem, @Nullable Path wanted, Certificate kind)
      throws IOException {
    if (wanted != null) {
      return new AuthorityFile(Files.writeString(wanted.toAbsolutePath(), pem), null, kind);
    }
    Path scratch = Files.createTempDirectory("pawl-simulator-");
    return new AuthorityFile(Files.writeString(scratch.resolve("ca.pem"), pem), scratch, kind);
  }

  Path path() {
    return file;
  }

  /**
   * Returns how curl is told to get through. Whoever starts a simulator with a bad certificate
   * wants to steer it all the same.
   */
  String curlOption() {
    return kind == Certificate.VALID ? "--cacert " + file : "-k";
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
