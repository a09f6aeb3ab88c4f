package dev.pawl.cli.token;

import dev.pawl.cli.shell.Shell;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;

/**
 * What is said where a token goes to a program that may not know that it is bound to a key (RFC
 * 9449): no API takes such a token without a proof, nor as a bearer token.
 */
final class BoundToken {
  private static final String BOUND = " is bound to a key (DPoP), and no API takes it alone";

  private BoundToken() {}

  /** Says on standard error that {@code token} is of no use alone, if that is so. */
  static void note(Shell shell, Token token) {
    if (token.kind() == Credential.Kind.DPOP) {
      shell.say("the token of profile " + token.profile() + BOUND + "; see --headers-for");
    }
  }

  /**
   * Makes sure that {@code token} may be sent as a bearer token.
   *
   * @throws TokenException FIX_CONFIGURATION if it is bound to a key
   */
  static void requireBearer(Token token) {
    if (token.kind() == Credential.Kind.DPOP) {
      throw TokenException.fixConfiguration(
          "the token of profile "
              + token.profile()
              + BOUND
              + ": whoever gets it here would send it as a bearer token; use pawl token"
              + " --headers-for, BearerClient, or a login with --no-dpop",
          null);
    }
  }
}
