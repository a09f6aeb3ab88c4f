package dev.pawl.file;

import java.io.IOException;

/** Written by a newer Pawl: it is left exactly as it is. */
public final class NewerFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public NewerFormatException(String what, long found, long known) {
    super(
        what
            + " has format version "
            + found
            + ", this Pawl knows up to "
            + known
            + "; upgrade it, nothing was changed");
  }
}
