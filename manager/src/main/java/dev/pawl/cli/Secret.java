package dev.pawl.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads a secret that must not be an argument: arguments are for everybody to see. */
final class Secret {
  private static final int LONGEST = 8 << 10;

  private Secret() {}

  /**
   * One line of standard input; typed unseen if that is a terminal.
   *
   * @param noun what it is, for people
   * @throws UsageException if there is no line, or it is no such secret (RFC 6749 appendix A.17:
   *     visible ASCII)
   */
  static String read(Shell shell, String noun) throws IOException {
    String secret = (shell.readsTerminal() ? typed(noun) : piped(shell, noun)).strip();
    if (secret.isEmpty()) {
      throw new UsageException("there is no " + noun + " on standard input");
    }
    if (secret.length() > LONGEST) {
      throw new UsageException("the " + noun + " is longer than " + LONGEST + " bytes");
    }
    for (int i = 0; i < secret.length(); i++) {
      if (secret.charAt(i) < ' ' || secret.charAt(i) > '~') {
        throw new UsageException(
            "character " + (i + 1) + " of standard input cannot be part of a " + noun);
      }
    }
    return secret;
  }

  /* From 22 on there is always a console; before that, none if the output is redirected. */
  @SuppressWarnings("SystemConsoleNull")
  private static String typed(String noun) {
    Console console = System.console();
    if (console == null) {
      throw new UsageException(
          "what you type would be shown; pipe the " + noun + " in, or do not redirect the output");
    }
    char[] typed = console.readPassword("The %s (not shown): ", noun);
    return typed == null ? "" : new String(typed);
  }

  private static String piped(Shell shell, String noun) throws IOException {
    String text = new String(shell.in().readNBytes(LONGEST + 3), StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    if (end >= 0 && !text.substring(end).isBlank()) {
      throw new UsageException(
          "standard input holds more than one line; only the " + noun + " belongs there");
    }
    return end < 0 ? text : text.substring(0, end);
  }
}
