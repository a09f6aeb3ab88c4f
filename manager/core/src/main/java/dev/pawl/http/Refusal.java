package dev.pawl.http;

import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A 401 or 403 of a resource server, for whoever decides whether it speaks of the access token.
 * Nothing of it belongs to one HTTP client: any client's answer can be told as one. As thread-safe
 * as its headers are.
 *
 * @param status 401 or 403
 * @param target the address that answered, after all redirects
 * @param headers of the answer
 * @param body its first {@value #BODY_BYTES} bytes as text
 */
public record Refusal(int status, URI target, Headers headers, String body) {
  /** How many bytes of a body are looked at; more need not be read for it. */
  public static final int BODY_BYTES = 16 << 10;

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

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

  private static final Pattern CLAIMS =
      Pattern.compile("\\bclaims=\"?([A-Za-z0-9+/_-]{4,4096}={0,2})");

  /** The headers of an answer, as a client has them: a method reference is enough. */
  @FunctionalInterface
  public interface Headers {
    /**
     * All values of the header {@code name}, whatever the case of its letters (RFC 9110 section
     * 5.1); empty if there is none.
     */
    List<String> values(String name);
  }

  /** Checks that no part is missing. */
  public Refusal {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /** One whose body begins with {@code beginning}. */
  public static Refusal of(int status, URI target, Headers headers, byte[] beginning) {
    int length = Math.min(BODY_BYTES, beginning.length);
    return new Refusal(
        status, target, headers, new String(beginning, 0, length, StandardCharsets.UTF_8));
  }

  /**
   * Whether an answer with {@code status} can speak of the token: RFC 6750 section 3.1 says 401,
   * and some APIs say 403. Bodies of others need not be looked at.
   */
  public static boolean isPossible(int status) {
    return status == UNAUTHORIZED || status == FORBIDDEN;
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
    return status == FORBIDDEN && (challenged || PHRASES.stream().anyMatch(text::contains));
  }

  /**
   * What a newer token must be made for, a JSON object, as a claims challenge of Entra ID names it
   * ({@code error="insufficient_claims"}); empty if none is named
   * (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
   */
  public String claims() {
    for (String challenge : headers.values("WWW-Authenticate")) {
      Matcher named = CLAIMS.matcher(challenge);
      if (challenge.contains("insufficient_claims") && named.find()) {
        return json(named.group(1));
      }
    }
    return "";
  }

  private static String json(String base64) {
    try {
      String standard = base64.replace('-', '+').replace('_', '/');
      String text = new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8);
      Map<String, ?> unused = Json.read(text);
      return text;
    } catch (IllegalArgumentException | JsonException e) {
      return ""; // no claims: the token is renewed without
    }
  }

  private boolean isChallenged(String error) {
    return headers.values("WWW-Authenticate").stream()
        .anyMatch(challenge -> challenge.toLowerCase(Locale.ROOT).contains(error));
  }

  /** Names the status alone: a body may hold anything. */
  @Override
  public String toString() {
    return "Refusal[status=" + status + "]";
  }
}
