package dev.pawl.cloud;

import dev.pawl.source.SourceException;
import dev.pawl.token.TokenException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A cloud gives no credential; the message says what to do, and never holds a secret. */
public final class CloudException extends SourceException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Why there is none. */
  public enum Kind {
    /** The session has ended; a person must begin a new one. */
    SESSION_ENDED(TokenException.Reason.LOG_IN),
    /** Nothing is configured that could give any. */
    ABSENT(TokenException.Reason.FIX_CONFIGURATION),
    /** What is configured cannot work as it is. */
    MISCONFIGURED(TokenException.Reason.FIX_CONFIGURATION),
    /** The vendor cannot be reached, or wants to be left alone for now. */
    UNAVAILABLE(TokenException.Reason.TRY_LATER);

    private final TokenException.Reason reason;

    Kind(TokenException.Reason reason) {
      this.reason = reason;
    }

    /** Whether a command that begins a new session may help. */
    public boolean isHelpedByLogin() {
      return this == SESSION_ENDED || this == ABSENT;
    }
  }

  /** For {@code kind}; {@code message} is for people. */
  public CloudException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, kind.reason, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  /**
   * The first of the causes of {@code e}, itself included, that is of {@code type}; null if there
   * is none. The vendors' libraries wrap what their clients throw.
   */
  public static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  /** Why there is no credential. */
  public Kind kind() {
    return kind;
  }
}
