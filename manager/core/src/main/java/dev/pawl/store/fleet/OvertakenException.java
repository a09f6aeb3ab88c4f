package dev.pawl.store.fleet;

import java.io.IOException;

/**
 * Another host changed the record meanwhile: nothing was written here, and nothing was sent by this
 * claim after that. Whoever gets this reads again.
 */
public final class OvertakenException extends IOException {
  private static final long serialVersionUID = 1;

  OvertakenException(String message) {
    super(message);
  }
}
