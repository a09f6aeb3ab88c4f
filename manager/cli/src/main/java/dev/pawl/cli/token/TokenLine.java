package dev.pawl.cli.token;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.process.Ascii;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;

/** A token on standard output: one line, nothing else. */
final class TokenLine {
  private TokenLine() {}

  /** Prints the value of {@code token}; returns the exit code. */
  static int print(Shell shell, Token token) {
    if (token.kind() == Kind.AWS_KEYS) {
      shell.say("AWS gives keys that sign requests, and no token");
      shell.sayMore("next: pawl aws-credentials");
      return ExitCode.FIX_CONFIGURATION;
    }
    if (!Ascii.isVisible(token.value())) { // RFC 6749 appendix A.12
      shell.say("the stored access token holds characters that no token may have; log in again");
      return ExitCode.LOG_IN;
    }
    BoundToken.note(shell, token);
    shell.out().println(token.value());
    return shell.printed(ExitCode.OK);
  }
}
