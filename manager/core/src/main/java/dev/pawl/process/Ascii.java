package dev.pawl.process;

/** Which characters a secret, a header or a plain line of text may have. */
public final class Ascii {
  private Ascii() {}

  /** Whether {@code text} is visible ASCII without a space: what goes into a header as one word. */
  public static boolean isVisible(String text) {
    return firstOutside(text, '!') < 0;
  }

  /** Whether {@code text} is visible ASCII and spaces. */
  public static boolean isPrintable(String text) {
    return firstOutside(text, ' ') < 0;
  }

  /** Where the first character of {@code text} is that is not visible; -1 if all are. */
  public static int firstInvisible(String text) {
    return firstOutside(text, '!');
  }

  /** As {@link #firstInvisible}, but spaces are let pass. */
  public static int firstUnprintable(String text) {
    return firstOutside(text, ' ');
  }

  private static int firstOutside(String text, char least) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < least || text.charAt(i) > '~') {
        return i;
      }
    }
    return -1;
  }
}
