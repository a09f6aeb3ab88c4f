package dev.pawl.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of an address. */
final class QueryString {
  private QueryString() {}

  /** The parameters; null if one is repeated (RFC 6749 section 3.1) or malformed. */
  static @Nullable Map<String, String> read(@Nullable String raw) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (raw == null) {
      return parameters;
    }
    try {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        if (!pair.isEmpty() && parameters.put(decoded(name), decoded(value)) != null) {
          return null;
        }
      }
      return parameters;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
