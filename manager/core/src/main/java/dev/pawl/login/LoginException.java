package dev.pawl.login;

import java.util.Objects;

/** A login that came to nothing: nothing was stored. The message never holds a secret. */
public final class LoginException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What the person can do. */
  public enum Reason {
    /** Logging in again may succeed. */
    LOG_IN_AGAIN,
    /** Trying again later may succeed. */
    TRY_LATER,
    /** Something in the options or the settings must be changed first. */
    FIX_CONFIGURATION
  }

  /** A login that failed for {@code reason}. */
  public LoginException(Reason reason, String message) {
    super(Objects.requireNonNull(message));
    this.reason = Objects.requireNonNull(reason);
  }

  static LoginException again(String message) {
    return new LoginException(Reason.LOG_IN_AGAIN, message);
  }

  static LoginException later(String message) {
    return new LoginException(Reason.TRY_LATER, message);
  }

  static LoginException fix(String message) {
    return new LoginException(Reason.FIX_CONFIGURATION, message);
  }

  /** What the person can do. */
  public Reason reason() {
    return reason;
  }

  /** The message; always there. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
