package dev.pawl.it.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a secret that its owner alone can read. */
public final class SecretFile {
  private SecretFile() {}

  /** Writes it anew, and returns the place as options and settings name it. */
  public static String write(Path file, String secret) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, secret);
    return "file:" + file;
  }
}
