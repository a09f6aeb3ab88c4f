package dev.pawl.store;

import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import dev.pawl.spi.RequestedToken;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stored form of the access tokens that a login has besides its own (docs/formats.md). */
final class RequestedTokens {
  private RequestedTokens() {}

  static Map<String, Object> write(Map<String, RequestedToken> tokens) {
    Map<String, Object> written = new LinkedHashMap<>();
    new TreeMap<>(tokens)
        .forEach(
            (key, token) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("access_token", token.access());
              one.put("issued_at", token.issuedAt());
              one.put("expires_at", token.expiresAt());
              one.put("generation", token.generation());
              one.put("forced", token.forced());
              written.put(key, one);
            });
    return written;
  }

  /* What is damaged is left out: it can be asked for again. */
  static Map<String, RequestedToken> read(@Nullable Object value) {
    Map<String, RequestedToken> tokens = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> members) {
      members.forEach(
          (key, one) -> {
            RequestedToken token = one(one);
            if (token != null) {
              tokens.put(String.valueOf(key), token);
            }
          });
    }
    return tokens;
  }

  private static @Nullable RequestedToken one(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> members)) {
      return null;
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    members.forEach((name, member) -> named.put(String.valueOf(name), member));
    Fields fields = new Fields(named);
    try {
      return new RequestedToken(
          fields.text("access_token"),
          fields.integer("issued_at", 0),
          fields.integer("expires_at", 0),
          fields.integer("generation", 0),
          Boolean.TRUE.equals(named.get("forced")));
    } catch (JsonException e) {
      return null;
    }
  }
}
