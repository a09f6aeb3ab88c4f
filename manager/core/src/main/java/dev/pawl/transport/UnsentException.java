package dev.pawl.transport;

import java.io.IOException;

/** Nothing of the request was written. */
public final class UnsentException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsentException(String message, Throwable cause) {
    super(message, cause);
  }
}
