package dev.pawl.json;

import java.io.IOException;

/**
 * A text that is not the JSON expected. The message says what is wrong and where (line, column,
 * field), and never quotes the text: it could be a secret.
 */
public final class JsonException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and where. */
  public JsonException(String message) {
    super(message);
  }
}
