package dev.pawl.vault;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A place for secrets could not be used; {@link #reason} says why and the message what to do. It
 * never holds what the place's tool said: that may be part of a secret.
 */
public final class VaultException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why it could not be used. */
  public enum Reason {
    /** It is locked, and only a person can unlock it. */
    LOCKED,
    /** There is no such place here: no tool, no daemon, no keyring. */
    ABSENT,
    /** A person, or a rule of the place, refused. */
    DENIED,
    /** It did not answer in time, and its tool was killed. */
    SLOW,
    /** Anything else. */
    FAILED
  }

  VaultException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  VaultException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** The same failure again, for another caller. */
  VaultException again() {
    return new VaultException(reason, String.valueOf(getMessage()), this);
  }

  /** Why it could not be used. */
  public Reason reason() {
    return reason;
  }

  /** Whether it may well work a moment later, with nobody doing anything. */
  public boolean isPassing() {
    return reason == Reason.SLOW;
  }
}
