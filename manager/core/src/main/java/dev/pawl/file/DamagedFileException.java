package dev.pawl.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file is there and readable, but does not hold what it should. Never quotes its content. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedFileException(Path file, String why) {
    super(file + " is damaged: " + why);
  }

  public DamagedFileException(Path file, String why, Throwable cause) {
    super(file + " is damaged: " + why, cause);
  }
}
