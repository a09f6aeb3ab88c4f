package dev.pawl.cli.text;

import dev.pawl.process.Ascii;
import dev.pawl.process.VisibleText;

/** Text as it may be sent to a terminal: what is not plainly visible is spelt out. */
public final class Printable {
  private Printable() {}

  public static String of(String text) {
    return Ascii.isPrintable(text) ? text : VisibleText.of(text);
  }
}
