package dev.pawl.process;

/** A word as a shell reads it, for commands that people are offered to paste. */
public final class ShellWord {
  private ShellWord() {}

  /** {@code text} as one word of a POSIX shell; quoted unless it is plain in every shell. */
  public static String of(Object text) {
    String word = text.toString();
    return isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && "_@%+:,./-".indexOf(c) < 0) {
        return false;
      }
    }
    return !word.isEmpty();
  }
}
