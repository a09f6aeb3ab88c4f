package dev.pawl.desktop;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into commands at colons, and each into words, as the POSIX shell quotes them (XCU
 * 2.2): single quotes, double quotes, backslash. Nothing is expanded.
 */
final class CommandWords {
  private static final char NONE = 0;

  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private StringBuilder word = new StringBuilder();
  private boolean begun;

  private CommandWords() {}

  /** The commands in {@code text} that have a word, in their order. */
  static List<List<String>> commands(String text) {
    CommandWords parser = new CommandWords();
    parser.read(text);
    return parser.commands;
  }

  private void read(String text) {
    char quote = NONE;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes = c == '\\' && quote != '\'' && i + 1 < text.length();
      if (escapes && (quote == NONE || "\"\\$`".indexOf(text.charAt(i + 1)) >= 0)) {
        add(text.charAt(++i));
      } else if (c == quote) {
        quote = NONE;
      } else if (quote != NONE) {
        add(c);
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (c == ':') {
        endCommand();
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else {
        add(c);
      }
    }
    endCommand();
  }

  private void add(char c) {
    word.append(c);
    begun = true;
  }

  private void endWord() {
    if (begun) {
      words.add(word.toString());
    }
    word = new StringBuilder();
    begun = false;
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
    }
    words = new ArrayList<>();
  }
}
