package dev.pawl.cli.token;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import dev.pawl.clock.TokenClock;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.ProofKey;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The headers that one request presents a token with, each on a line: what {@code curl -H @-}
 * reads.
 *
 * @param method of HTTP
 * @param target where the request goes
 * @param nonce that its server wants to see in a proof (RFC 9449 section 9); null if it has sent
 *     none
 */
record RequestHeaders(String method, URI target, @Nullable String nonce) {

  /**
   * Those of a request that is told as {@code GET https://api.example.com/items}.
   *
   * @throws UsageException if it is told otherwise
   */
  static RequestHeaders of(String request, @Nullable String nonce) {
    String[] words = request.strip().split(" +", -1);
    try {
      URI target = words.length == 2 ? new URI(words[1]) : null;
      if (target != null && target.getRawAuthority() != null && words[0].matches("[A-Za-z-]+")) {
        return new RequestHeaders(words[0], target, nonce);
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new UsageException(
        "--headers-for takes a method and an address: 'GET https://HOST/PATH'");
  }

  /** Prints them for {@code token}; returns the exit code. */
  int print(Shell shell, Token token) {
    if (token.kind() == Kind.DPOP) {
      String proof = proof(token);
      shell.out().println("Authorization: DPoP " + token.value());
      shell.out().println("DPoP: " + proof);
      return shell.printed(ExitCode.OK);
    }
    if (token.kind() != Kind.API_KEY) {
      shell.out().println("Authorization: Bearer " + token.value());
    }
    if (token.kind() != Kind.BEARER) {
      shell.out().println("X-Api-Key: " + token.value());
    }
    return shell.printed(ExitCode.OK);
  }

  private String proof(Token token) {
    ProofKey key = token.key();
    if (key == null) {
      throw TokenException.fixConfiguration("the key of this token is not at hand", null);
    }
    try {
      return key.proof(
          new ProofKey.Request(method, target, token.value(), nonce), TokenClock.system().millis());
    } catch (IOException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }
}
