package dev.pawl.cli.token;

import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import dev.pawl.token.Token;
import dev.pawl.token.TokenRequest;
import java.util.List;
import java.util.function.ToIntFunction;

/** {@code pawl token --audience A}: prints an access token that a login has besides its own. */
final class RequestedTokenPrint {
  private RequestedTokenPrint() {}

  /** Has {@code print} print a token for {@code request}; returns the exit code. */
  static int run(Shell shell, String profile, TokenRequest request, ToIntFunction<Token> print) {
    return Session.run(
        shell,
        profile,
        Session.Talk.ON_TERMINAL,
        session -> print.applyAsInt(session.manager().token(request)));
  }

  /**
   * What the options ask for.
   *
   * @throws UsageException if that makes no sense
   */
  static TokenRequest request(String audience, String scope, List<String> resources) {
    try {
      return new TokenRequest(audience, scope, resources);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
