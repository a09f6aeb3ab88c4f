package dev.pawl.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A 401 or 403 of a resource server, for whoever decides whether it speaks of the access token.
 *
 * @param status 401 or 403
 * @param headers of the answer
 * @param body its first 16 KiB as text
 */
public record Refusal(int status, HttpHeaders headers, String body) {
  private static final int UNAUTHORIZED = 401;

  /* How APIs have been seen to say so in the body of a 403: docs/protocol.md. */
  private static final List<String> PHRASES =
      List.of(
          "token has been revoked",
          "token was revoked",
          "token is revoked",
          "token has expired",
          "token is expired",
          "token expired",
          "expiredtoken",
          "expired_token",
          "revoked_token",
          "token_expired",
          "token_revoked");

  /** Checks that no part is missing. */
  public Refusal {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /**
   * Whether a newer token may help: any 401, unless it says that the proof alone is at fault (RFC
   * 9449 section 7.1, {@code invalid_dpop_proof}); a 403 that names the token as invalid (RFC 6750
   * section 3.1) or says that it was revoked or has expired. Other 403s are about permission.
   */
  public boolean isOfToken() {
    boolean challenged = isChallenged("invalid_token");
    if (status == UNAUTHORIZED) {
      return challenged || !isChallenged("invalid_dpop_proof");
    }
    String text = body.toLowerCase(Locale.ROOT);
    return challenged || PHRASES.stream().anyMatch(text::contains);
  }

  private boolean isChallenged(String error) {
    return headers.allValues("WWW-Authenticate").stream()
        .anyMatch(challenge -> challenge.toLowerCase(Locale.ROOT).contains(error));
  }

  /** Names the status alone: a body may hold anything. */
  @Override
  public String toString() {
    return "Refusal[status=" + status + "]";
  }
}
