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
   * @throws UsageException if there is no line, or it is no refresh token (RFC 6749 appendix A.17:
   *     visible ASCII)
   */
  static String read(Shell shell) throws IOException {
    String secret = (shell.readsTerminal() ? typed() : piped(shell)).strip();
    if (secret.isEmpty()) {
      throw new UsageException("there is no refresh token on standard input");
    }
    if (secret.length() > LONGEST) {
      throw new UsageException("the refresh token is longer than " + LONGEST + " bytes");
    }
    for (int i = 0; i < secret.length(); i++) {
      if (secret.charAt(i) < ' ' || secret.charAt(i) > '~') {
        throw new UsageException(
            "character " + (i + 1) + " of standard input cannot be part of a refresh token");
      }
    }
    return secret;
  }

  /* From 22 on there is always a console; before that, none if the output is redirected. */
  @SuppressWarnings("SystemConsoleNull")
  private static String typed() {
    Console console = System.console();
    if (console == null) {
      throw new UsageException(
          "what you type would be shown; pipe the refresh token in, or do not redirect the output");
    }
    char[] typed = console.readPassword("Refresh token (not shown): ");
    return typed == null ? "" : new String(typed);
  }

  private static String piped(Shell shell) throws IOException {
    String text = new String(shell.in().readNBytes(LONGEST + 3), StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    if (end >= 0 && !text.substring(end).isBlank()) {
      throw new UsageException(
          "standard input holds more than one line; only the token belongs there");
    }
    return end < 0 ? text : text.substring(0, end);
  }
}
