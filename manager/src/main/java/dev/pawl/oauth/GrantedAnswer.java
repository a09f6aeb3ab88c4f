package dev.pawl.oauth;

import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.oauth.SpendOutcome.Lifetime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer (RFC 6749 section 5.1). Hard about tokens, soft about the rest: an odd
 * lifetime must not cost the new refresh token that came with it.
 */
final class GrantedAnswer {
  /* As large as a slot of the shared cache. */
  private static final int MAX_TOKEN = 16 << 10;
  private static final Lifetime DEFAULT = new Lifetime(Duration.ofHours(1).toMillis(), true);
  private static final BigDecimal MAX_SECONDS =
      BigDecimal.valueOf(Duration.ofDays(3650).toSeconds());
  private static final List<String> KNOWN =
      List.of("access_token", "token_type", "expires_in", "refresh_token", "scope");

  private final Answer answer;
  private final Map<String, @Nullable Object> fields;

  GrantedAnswer(Answer answer) throws JsonException {
    this.answer = answer;
    this.fields = answer.json();
  }

  SpendOutcome outcome() throws JsonException {
    String access = Json.text(fields, "access_token");
    String refresh = Json.text(fields, "refresh_token");
    String type = Json.text(fields, "token_type");
    if (access == null || !isToken(access)) {
      return doubt("no valid access token");
    }
    if (refresh != null && !refresh.isEmpty() && !isToken(refresh)) {
      return doubt("the refresh token is malformed");
    }
    if (type != null
        && !type.isBlank()
        && !type.strip().toLowerCase(Locale.ROOT).equals("bearer")) {
      return doubt("the token is not a bearer token");
    }
    return new SpendOutcome.Granted(
        access,
        lifetime(),
        refresh == null || refresh.isEmpty() ? null : refresh,
        fields.get("scope") instanceof String scope ? scope : null,
        answer.sentAtMillis(),
        extras(),
        answer.skewMillis());
  }

  private SpendOutcome doubt(String why) {
    return new SpendOutcome.InDoubt("status " + answer.status() + ", " + why);
  }

  /** Whether {@code text} may be a secret that goes into a header: visible ASCII, bounded. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_TOKEN;
  }

  private Lifetime lifetime() {
    try {
      BigDecimal seconds = Json.decimal(fields, "expires_in");
      if (seconds == null || seconds.compareTo(MAX_SECONDS) > 0) {
        return DEFAULT;
      }
      long millis = seconds.movePointRight(3).longValue();
      return millis > 0 ? new Lifetime(millis, false) : DEFAULT;
    } catch (JsonException e) {
      return DEFAULT;
    }
  }

  private Map<String, @Nullable Object> extras() {
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(fields);
    extras.keySet().removeAll(KNOWN);
    return extras;
  }
}
