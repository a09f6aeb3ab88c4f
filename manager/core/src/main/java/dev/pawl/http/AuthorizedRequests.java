package dev.pawl.http;

import dev.pawl.clock.TokenClock;
import dev.pawl.signing.ServerNonces;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.ProofKey;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Headers that carry a token, each kind in its own, and what servers want to see in proofs of
 * possession (RFC 9449 sections 7 and 9). Thread-safe.
 */
final class AuthorizedRequests {
  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "X-Api-Key";
  private static final String PROOF = "DPoP";

  /** What the caller must leave alone. */
  static final List<String> HEADERS = List.of(AUTHORIZATION, API_KEY, PROOF);

  private final ServerNonces nonces = new ServerNonces();
  private final TokenClock clock;

  /** Requests whose proofs are of the time of {@code clock}. */
  AuthorizedRequests(TokenClock clock) {
    this.clock = clock;
  }

  /**
   * The headers with which a request to {@code target} carries {@code token}.
   *
   * @throws TokenException FIX_CONFIGURATION if it is bound to a key that cannot sign here, or if
   *     it is none that a header carries
   */
  Map<String, String> headers(String method, URI target, Token token) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (token.kind() == Kind.AWS_KEYS) {
      throw TokenException.fixConfiguration(
          "what is configured are keys of AWS, which sign requests and never go into one; use a"
              + " client of AWS (pawl-aws), or unset CLAUDE_CODE_USE_BEDROCK",
          null);
    }
    if (token.kind() == Kind.DPOP || token.key() != null) {
      headers.put(AUTHORIZATION, "DPoP " + token.value());
      headers.put(PROOF, proof(method, target, token));
      return headers;
    }
    if (token.kind() != Kind.API_KEY) {
      headers.put(AUTHORIZATION, "Bearer " + token.value());
    }
    if (token.kind() != Kind.BEARER) {
      headers.put(API_KEY, token.value());
    }
    return headers;
  }

  private String proof(String method, URI target, Token token) {
    ProofKey key = token.key();
    if (key == null) {
      throw TokenException.fixConfiguration(
          "the token is bound to a key (DPoP) that is not at hand", null);
    }
    try {
      return key.proof(
          new ProofKey.Request(method, target, token.value(), nonces.of(target)), clock.millis());
    } catch (IOException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }

  /** Remembers the nonce that an answer of {@code target} brought (RFC 9449 section 8.2). */
  void note(URI target, Refusal.Headers answer) {
    for (String nonce : answer.values(ServerNonces.HEADER)) {
      if (nonces.note(target, nonce)) {
        return;
      }
    }
  }

  /** Whether an answer with these headers asks for a nonce that it brings (section 9). */
  static boolean isChallenge(Refusal.Headers answer) {
    return !answer.values(ServerNonces.HEADER).isEmpty()
        && answer.values("WWW-Authenticate").stream()
            .map(challenge -> challenge.toLowerCase(Locale.ROOT))
            .anyMatch(challenge -> challenge.contains("use_dpop_nonce"));
  }
}
