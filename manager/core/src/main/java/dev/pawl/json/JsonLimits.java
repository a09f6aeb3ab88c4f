package dev.pawl.json;

/** How large JSON may be that is read or written. */
final class JsonLimits {
  /** The longest text that is read, in bytes or characters. */
  static final int LENGTH = 1 << 20;

  /** The deepest nesting; the object itself counts as one. */
  static final int DEPTH = 64;

  private JsonLimits() {}
}
