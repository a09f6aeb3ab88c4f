package dev.pawl.drills.script;

import java.io.IOException;

/** A drill cannot run on this machine; the message says what is missing. */
public final class CannotRunException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates one that says what is missing. */
  public CannotRunException(String what) {
    super(what);
  }
}
