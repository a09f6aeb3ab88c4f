package dev.pawl.drills.fleet;

import java.io.IOException;

/** A child that was asked for something has ended, or never came. */
public final class ChildGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ChildGoneException(String message) {
    super(message);
  }
}
