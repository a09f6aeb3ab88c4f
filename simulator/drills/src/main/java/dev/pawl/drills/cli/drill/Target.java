package dev.pawl.drills.cli.drill;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that verdicts are written to.
 *
 * @param option that names it
 * @param file where; null if it was not asked for
 */
record Target(String option, @Nullable Path file) {

  /**
   * Tries whether it can be written, and leaves everything as it was.
   *
   * @throws IOException if not; the message says why, and what helps
   */
  void probe() throws IOException {
    if (file == null) {
      return;
    }
    try {
      if (Files.isDirectory(file)) {
        throw new FileSystemException(file.toString(), null, "it is a directory");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return; // a pipe or a device: to open it would be noticed
      }
      boolean there = Files.exists(file);
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      if (!there) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Writes it, if it was asked for.
   *
   * @throws IOException if it cannot be written; the message says why, and what helps
   */
  void write(String text) throws IOException {
    try {
      if (file != null) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private IOException unwritable(Path file, IOException e) {
    return new IOException(option + " " + file + " cannot be written: " + reason(file, e), e);
  }

  private static String reason(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "its directory does not exist; create it: mkdir -p "
          + file.toAbsolutePath().getParent();
    } else if (e instanceof AccessDeniedException) {
      return "permission denied; name a file that you may write";
    }
    String why = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    return why + "; name another file";
  }
}
