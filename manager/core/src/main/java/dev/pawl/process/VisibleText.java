package dev.pawl.process;

/** Text as it may be shown on a terminal or in a message. */
public final class VisibleText {
  private VisibleText() {}

  /**
   * {@code text} with everything that is not plainly visible spelt out, such as {@code \\u{1b}}.
   */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int point;
    for (int i = 0; i < text.length(); i += Character.charCount(point)) {
      point = text.codePointAt(i);
      if (isVisible(point)) {
        shown.appendCodePoint(point);
      } else {
        shown.append("\\u{").append(Integer.toHexString(point)).append('}');
      }
    }
    return shown.toString();
  }

  /** As {@link #of}, but line ends stay. */
  public static String ofLines(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.lines().forEach(line -> shown.append(shown.isEmpty() ? "" : "\n").append(of(line)));
    return shown.toString();
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
