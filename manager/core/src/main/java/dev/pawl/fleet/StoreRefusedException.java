package dev.pawl.fleet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A store answered that it does not do what it was asked, and has changed nothing: no permission,
 * no schema, a replica in the place of the primary, a record that is too big. Its message says what
 * to do and holds no secret.
 */
public final class StoreRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /** A refusal with {@code message}, for people. */
  public StoreRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
