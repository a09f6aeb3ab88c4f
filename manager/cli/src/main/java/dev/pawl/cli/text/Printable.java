package dev.pawl.cli.text;

import dev.pawl.process.VisibleText;

/** Text as it may be sent to a terminal: what is not plainly visible is spelt out. */
public final class Printable {
  private Printable() {}

  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return VisibleText.of(text);
      }
    }
    return text;
  }
}
