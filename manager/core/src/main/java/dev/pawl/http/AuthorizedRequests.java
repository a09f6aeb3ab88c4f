package dev.pawl.http;

import dev.pawl.clock.TokenClock;
import dev.pawl.signing.ServerNonces;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.ProofKey;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;

/**
 * Requests with a token, each kind in its own headers, and what servers want to see in proofs of
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
   * {@code request} with {@code token}.
   *
   * @throws TokenException FIX_CONFIGURATION if it is bound to a key that cannot sign here
   */
  HttpRequest authorized(HttpRequest request, Token token) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
    if (token.kind() == Kind.DPOP || token.key() != null) {
      builder.header(AUTHORIZATION, "DPoP " + token.value());
      builder.header(PROOF, proof(request, token));
      return builder.build();
    }
    if (token.kind() != Kind.API_KEY) {
      builder.header(AUTHORIZATION, "Bearer " + token.value());
    }
    if (token.kind() != Kind.BEARER) {
      builder.header(API_KEY, token.value());
    }
    return builder.build();
  }

  private String proof(HttpRequest request, Token token) {
    ProofKey key = token.key();
    if (key == null) {
      throw TokenException.fixConfiguration(
          "the token is bound to a key (DPoP) that is not at hand", null);
    }
    URI target = request.uri();
    try {
      return key.proof(
          new ProofKey.Request(request.method(), target, token.value(), nonces.of(target)),
          clock.millis());
    } catch (IOException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }

  /** Remembers the nonce that an answer of {@code target} brought (RFC 9449 section 8.2). */
  void note(URI target, HttpHeaders answer) {
    answer.firstValue(ServerNonces.HEADER).ifPresent(nonce -> nonces.note(target, nonce));
  }

  /** Whether an answer with these headers asks for a nonce that it brings (section 9). */
  static boolean isChallenge(HttpHeaders answer) {
    return answer.firstValue(ServerNonces.HEADER).isPresent()
        && answer.allValues("WWW-Authenticate").stream()
            .map(challenge -> challenge.toLowerCase(Locale.ROOT))
            .anyMatch(challenge -> challenge.contains("use_dpop_nonce"));
  }
}
