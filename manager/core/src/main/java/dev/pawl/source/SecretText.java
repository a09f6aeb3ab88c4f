package dev.pawl.source;

import dev.pawl.process.Ascii;

/** What a secret looks like: one word of visible ASCII, as a header can carry it. */
public final class SecretText {
  /** No key or token is longer. */
  public static final int LONGEST = 16_384;

  private SecretText() {}

  /**
   * {@code text}, if it is a secret.
   *
   * @param source that gave it, for the complaint
   * @throws SourceException if it is not; empty text is let pass
   */
  public static String check(String text, String source) throws SourceException {
    if (text.length() > LONGEST) {
      throw new SourceException(source, "is longer than " + LONGEST + " characters");
    }
    int wrong = Ascii.firstInvisible(text);
    if (wrong >= 0) {
      throw new SourceException(
          source, "holds a character that no key or token has, at position " + (wrong + 1));
    }
    return text;
  }
}
