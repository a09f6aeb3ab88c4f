package dev.pawl.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.pawl.simulator.core.exchange.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import wiremock.org.eclipse.jetty.server.HttpConnection;

/** Reads requests off WireMock's model. */
final class Requests {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";
  private static final Pattern SPEAKABLE = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

  private Requests() {}

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException if a parameter is repeated (RFC 6749, section 3.2) or cannot
   *     be read
   */
  static Request read(LoggedRequest logged) {
    Map<String, String> headers = new HashMap<>();
    for (HttpHeader header : logged.getHeaders().all()) {
      headers.put(header.key().toLowerCase(Locale.ROOT), header.firstValue());
    }
    String url = logged.getUrl();
    int question = url.indexOf('?');
    String path = question < 0 ? url : url.substring(0, question);
    String body = logged.getBodyAsString();
    Map<String, String> parameters = new HashMap<>();
    if (question >= 0) {
      decode(url.substring(question + 1), parameters);
    }
    readBody(headers.getOrDefault("content-type", ""), body, parameters);
    return new Request(logged.getMethod().getName(), path, headers, parameters, body, connection());
  }

  private static void readBody(String type, String body, Map<String, String> parameters) {
    if (type.regionMatches(true, 0, FORM, 0, FORM.length())) {
      decode(body, parameters);
    } else if (type.regionMatches(true, 0, JSON, 0, JSON.length()) && !body.isBlank()) {
      for (Map.Entry<String, JsonNode> member : StrictJson.object(body).properties()) {
        if (!member.getValue().isNull()) {
          put(parameters, member.getKey(), text(member.getValue()));
        }
      }
    }
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static void decode(String form, Map<String, String> parameters) {
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        put(parameters, decode(name), decode(value));
      }
    }
  }

  private static void put(Map<String, String> parameters, String name, String value) {
    if (parameters.put(name, value) != null) {
      throw new IllegalArgumentException(
          SPEAKABLE.matcher(name).matches()
              ? "parameter '" + name + "' is repeated"
              : "a parameter is repeated");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String connection() {
    HttpConnection current = HttpConnection.getCurrentConnection();
    return current == null
        ? "unknown"
        : String.valueOf(current.getEndPoint().getRemoteSocketAddress()).replaceFirst("^/", "");
  }
}
