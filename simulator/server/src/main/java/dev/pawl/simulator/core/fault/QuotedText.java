package dev.pawl.simulator.core.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words with quotes around those that hold blanks. */
final class QuotedText {
  private static final Pattern WORD =
      Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\")+");
  private static final Pattern BARE = Pattern.compile("[^\\s'\"\\\\]+");

  private QuotedText() {}

  /**
   * Takes a text apart at its blanks; those between quotes stay.
   *
   * @throws IllegalArgumentException if a quote has no end
   */
  static Deque<String> words(String text) {
    Deque<String> words = new ArrayDeque<>();
    Matcher word = WORD.matcher(text);
    int end = 0;
    while (word.find()) {
      complete(text.substring(end, word.start()));
      end = word.end();
      words.add(word.group());
    }
    complete(text.substring(end));
    return words;
  }

  private static void complete(String between) {
    if (!between.isBlank()) {
      throw new IllegalArgumentException("the quote at " + between.strip() + " has no end");
    }
  }

  /** Returns a value as one word, in quotes if it needs them. */
  static String quoted(String value) {
    if (BARE.matcher(value).matches()) {
      return value;
    }
    return value.contains("'")
        ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : "'" + value + "'";
  }

  /** Returns a value without the quotes around it, if it has some. */
  static String unquoted(String value) {
    char first = value.isEmpty() ? ' ' : value.charAt(0);
    if (first == '\'') {
      return value.substring(1, value.length() - 1);
    }
    return first == '"'
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }
}
