package dev.pawl.token;

import dev.pawl.process.VisibleText;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** There is no token; {@link #reason} says what to do now. The message never holds a secret. */
public final class TokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final Duration retryAfter;

  /** What the caller can do. */
  public enum Reason {
    /** A person must log in; trying again is of no use. */
    LOG_IN,
    /** Trying again after {@link TokenException#retryAfter} is of use. */
    TRY_LATER,
    /** Something in the configuration or on the disk must be changed first. */
    FIX_CONFIGURATION
  }

  TokenException(Reason reason, String message, Duration retryAfter, @Nullable Throwable cause) {
    super(VisibleText.ofLines(message), cause);
    this.reason = Objects.requireNonNull(reason);
    this.retryAfter = retryAfter;
  }

  public static TokenException logIn(String message) {
    return new TokenException(Reason.LOG_IN, message, Duration.ZERO, null);
  }

  public static TokenException tryLater(String message, long millis) {
    return new TokenException(
        Reason.TRY_LATER, message, Duration.ofMillis(Math.max(1, millis)), null);
  }

  public static TokenException fixConfiguration(String message, @Nullable Throwable cause) {
    return new TokenException(Reason.FIX_CONFIGURATION, message, Duration.ZERO, cause);
  }

  /** What the caller can do. */
  public Reason reason() {
    return reason;
  }

  /** How long to wait before trying again; zero unless the reason is TRY_LATER. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
