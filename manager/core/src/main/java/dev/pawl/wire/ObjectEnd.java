package dev.pawl.wire;

/** Finds where the JSON object ends that a body begins with, byte by byte. Not thread-safe. */
final class ObjectEnd {
  private int depth;
  private boolean begun;
  private boolean other;
  private boolean inText;
  private boolean escaped;
  private boolean whole;

  /** The next byte of the body. */
  void next(byte octet) {
    if (whole || other) {
      return;
    }
    if (!begun) {
      begin(octet);
    } else if (inText) {
      text(octet);
    } else {
      structure(octet);
    }
  }

  /* Before the object: white space, or a byte order mark. */
  private void begin(byte octet) {
    begun = octet == '{';
    depth = begun ? 1 : 0;
    other = !begun && octet > ' ';
  }

  private void text(byte octet) {
    if (escaped) {
      escaped = false;
    } else if (octet == '\\') {
      escaped = true;
    } else if (octet == '"') {
      inText = false;
    }
  }

  private void structure(byte octet) {
    switch (octet) {
      case '"' -> inText = true;
      case '{', '[' -> depth++;
      case '}', ']' -> whole = --depth == 0;
      default -> {
        // a number, a word, white space
      }
    }
  }

  /** Whether an object has begun and its last brace is not there yet. */
  boolean isOpen() {
    return begun && !whole;
  }

  /** Whether an object has begun and ended. */
  boolean isWhole() {
    return whole;
  }
}
