package dev.pawl.cli.token;

import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import dev.pawl.token.TokenRequest;
import java.util.List;

/** {@code pawl token --audience A}: prints an access token that a login has besides its own. */
final class RequestedTokenPrint {
  private RequestedTokenPrint() {}

  static int run(
      Shell shell, String profile, String audience, String scope, List<String> resources) {
    TokenRequest request = request(audience, scope, resources);
    return Session.run(
        shell,
        profile,
        Session.Talk.ON_TERMINAL,
        session -> TokenLine.print(shell, session.manager().token(request)));
  }

  private static TokenRequest request(String audience, String scope, List<String> resources) {
    try {
      return new TokenRequest(audience, scope, resources);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
