package dev.pawl.process;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A command gave no result; {@link #reason} says why. The message names the program, never its
 * arguments, input, output or environment.
 */
public final class ChildException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String errors;

  /** Why there is no result. */
  public enum Reason {
    /** It could not be started: it is absent, or not executable. */
    NOT_STARTED,
    /** It ran longer than it may, and was killed with everything that it had started. */
    TIMEOUT,
    /** It wrote more than it may, and was killed with everything that it had started. */
    TOO_LONG,
    /** The thread that ran it was interrupted; it was killed with everything it had started. */
    INTERRUPTED
  }

  ChildException(Reason reason, String message, String errors, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.errors = errors;
  }

  /** Why there is no result. */
  public Reason reason() {
    return reason;
  }

  /** What it had written to standard error, as {@link ChildResult#errors}. */
  public String errors() {
    return errors;
  }
}
