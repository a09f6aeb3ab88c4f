package dev.pawl.oauth;

import java.io.IOException;

/** Nothing of the request was written. */
final class UnsentException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsentException(String message, Throwable cause) {
    super(message, cause);
  }
}
