package dev.pawl.source;

import java.io.IOException;

/** A source that is configured but broken; the message names it, and never holds a secret. */
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Of {@code source}, a variable or a setting, of which {@code what} is said. */
  public SourceException(String source, String what) {
    super(source + " " + what);
  }
}
