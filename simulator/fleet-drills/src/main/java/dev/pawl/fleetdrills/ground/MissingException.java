package dev.pawl.fleetdrills.ground;

import java.io.IOException;

/** This machine lacks what a drill needs; the message says how it is installed. */
public final class MissingException extends IOException {
  private static final long serialVersionUID = 1;

  MissingException(String message) {
    super(message);
  }
}
