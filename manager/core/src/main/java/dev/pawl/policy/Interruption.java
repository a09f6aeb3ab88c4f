package dev.pawl.policy;

import dev.pawl.token.TokenException;

/** A wait that an interrupt of its thread ended. */
public final class Interruption {
  private Interruption() {}

  /** The complaint of the caller who was interrupted; the interrupt is kept. */
  public static TokenException kept() {
    Thread.currentThread().interrupt();
    return TokenException.tryLater("interrupted while waiting for a token", 1);
  }
}
