package dev.pawl.store.fleet;

import java.io.IOException;

/**
 * The fleet's store cannot be reached now, or did not say what became of a write. It may work a
 * moment later, with nobody doing anything.
 */
public final class StoreAwayException extends IOException {
  private static final long serialVersionUID = 1;

  StoreAwayException(String place, IOException cause) {
    super("the fleet's store " + place + " does not answer: " + cause.getMessage(), cause);
  }
}
