package dev.pawl.fleet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What was sealed cannot be opened, or a key is none. The message holds no secret. */
public final class SealException extends IOException {
  private static final long serialVersionUID = 1;

  /** A problem with {@code message}, for people. */
  public SealException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
