package dev.pawl.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code apiKeyHelper} gave no key. The message names the settings file, says what happened and
 * shows the helper's standard error with its secrets hidden.
 */
public final class HelperException extends IOException {
  private static final long serialVersionUID = 1L;

  HelperException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
