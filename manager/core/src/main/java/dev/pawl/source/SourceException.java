package dev.pawl.source;

import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source that is configured but broken; the message names it, and never holds a secret. */
public class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final TokenException.Reason reason;

  /** Of {@code source}, a variable or a setting, of which {@code what} is said. */
  public SourceException(String source, String what) {
    this(source + " " + what, TokenException.Reason.FIX_CONFIGURATION, null);
  }

  /** With the whole message, and what the caller can do. */
  protected SourceException(
      String message, TokenException.Reason reason, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason);
  }

  /** For how long the source wants to be left alone; zero if it did not say. */
  public Duration retryAfter() {
    return Duration.ZERO;
  }

  /** What the caller can do. */
  public final TokenException.Reason reason() {
    return reason;
  }
}
