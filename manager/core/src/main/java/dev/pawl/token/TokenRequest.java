package dev.pawl.token;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What an access token is to be good for, where one login is to give several: each request has an
 * access token of its own, and all share the one grant. Immutable.
 *
 * @param audience whom it is meant for, as the issuer names it; empty if nobody in particular
 * @param scope the scopes to ask for, separated by spaces, in any order; empty for those of the
 *     login
 * @param resources the addresses of what it is to be used at (RFC 8707 section 2)
 */
public record TokenRequest(String audience, String scope, List<String> resources) {
  /** The access token of the login itself. */
  public static final TokenRequest DEFAULT = new TokenRequest("", "", List.of());

  private static final int MOST_CHARACTERS = 4096;

  /**
   * Copies the resources, and puts scopes and resources in an order.
   *
   * @throws IllegalArgumentException if a resource is no absolute address, or has a fragment; if
   *     audience, scope, or all resources together have more than 4096 characters
   */
  public TokenRequest {
    scope = String.join(" ", new TreeSet<>(Arrays.asList(scope.strip().split(" +"))));
    resources = List.copyOf(new TreeSet<>(resources));
    for (String resource : resources) {
      if (!resource.matches("[A-Za-z][A-Za-z0-9+.-]*:[^\\s#]+")) {
        throw new IllegalArgumentException(
            "a resource is an absolute address without a fragment (RFC 8707 section 2)");
      }
    }
    requireShort("audience", audience);
    requireShort("scope", scope);
    requireShort("resource", String.join(" ", resources));
  }

  private static void requireShort(String name, String value) {
    if (value.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          name + " has more than " + MOST_CHARACTERS + " characters");
    }
  }

  /** A token for {@code audience}, with the scopes of the login. */
  public static TokenRequest audience(String audience) {
    return new TokenRequest(audience, "", List.of());
  }

  /** A token with {@code scope} alone. */
  public static TokenRequest scope(String scope) {
    return new TokenRequest("", scope, List.of());
  }

  /** The same, with {@code other} scopes. */
  public TokenRequest withScope(String other) {
    return new TokenRequest(audience, other, resources);
  }

  /** The same, also to be used at {@code resource}. */
  public TokenRequest withResource(String resource) {
    List<String> all = new ArrayList<>(resources);
    all.add(resource);
    return new TokenRequest(audience, scope, all);
  }

  /** Whether it asks for nothing but the access token of the login itself. */
  public boolean isDefault() {
    return equals(DEFAULT);
  }

  /** The parameters of a request to the token endpoint; several resources have spaces between. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "audience", audience);
    put(parameters, "resource", String.join(" ", resources));
    put(parameters, "scope", scope);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, String value) {
    if (!value.isEmpty()) {
      parameters.put(name, value);
    }
  }

  /** The name under which its access token is kept: its parameters as a form; no secret. */
  public String key() {
    StringBuilder key = new StringBuilder();
    parameters()
        .forEach(
            (name, value) ->
                key.append(key.isEmpty() ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return key.toString();
  }

  /**
   * The request of that {@link #key}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static TokenRequest ofKey(String key) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : key.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("no request for a token");
      }
      String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
      parameters.put(pair.substring(0, equals), value);
    }
    String resources = parameters.getOrDefault("resource", "");
    return new TokenRequest(
        parameters.getOrDefault("audience", ""),
        parameters.getOrDefault("scope", ""),
        resources.isEmpty() ? List.of() : List.of(resources.split(" ")));
  }
}
