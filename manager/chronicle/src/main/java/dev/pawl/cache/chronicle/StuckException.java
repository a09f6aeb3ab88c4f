package dev.pawl.cache.chronicle;

import java.io.IOException;

/** Chronicle Map did not answer in time, or a dead process has left its lock behind. */
final class StuckException extends IOException {
  private static final long serialVersionUID = 1L;

  StuckException(String message, Throwable cause) {
    super(message, cause);
  }

  StuckException(String message) {
    super(message);
  }
}
