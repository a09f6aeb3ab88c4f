package dev.pawl.oauth.client;

import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.LastLogin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client presents for an access token in one request (RFC 6749 section 1.3), besides what
 * proves who it is. Immutable.
 *
 * @param type of the grant
 * @param fields of the form; may hold secrets
 * @param secrets what must not be shown if a server repeats it
 */
public record AuthorizationGrant(GrantType type, Map<String, String> fields, List<String> secrets) {

  /** What is presented once. */
  public interface Supply {
    /**
     * What goes with the next request; no two of them hold the same assertion of our own.
     *
     * @throws dev.pawl.network.ConfigurationException if nothing can be signed
     */
    AuthorizationGrant next();
  }

  /** A refresh token. The scope then stays as granted: some servers refuse a repeated one. */
  public static AuthorizationGrant refresh(String token) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", GrantType.REFRESH_TOKEN.value());
    fields.put("refresh_token", token);
    return new AuthorizationGrant(GrantType.REFRESH_TOKEN, fields, List.of(token));
  }

  /**
   * What mints a token of {@code grant} without a refresh token: its scope, and what its issuer
   * wants besides.
   *
   * @param own the fields that only this type has
   * @param secrets those of their values that must not be shown
   */
  public static AuthorizationGrant minting(
      Grant grant, Map<String, String> own, List<String> secrets) {
    GrantType type = grant.tokens().grantType();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", type.value());
    fields.putAll(own);
    String scope = grant.client().scope();
    if (!scope.isEmpty()) {
      fields.put("scope", scope);
    }
    LastLogin.parameters(grant).forEach(fields::putIfAbsent);
    return new AuthorizationGrant(type, fields, secrets);
  }

  /** What the stored {@code grant} can present with nothing else at hand. */
  public static AuthorizationGrant of(Grant grant) {
    String refresh = grant.tokens().refresh();
    if (refresh == null) {
      throw new NullPointerException("no refresh token");
    }
    return grant.tokens().grantType().isMinted()
        ? minting(grant, Map.of(), List.of())
        : refresh(refresh);
  }

  /** The same with those of these parameters that it does not have itself. */
  public AuthorizationGrant besides(Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.putAll(fields);
    return new AuthorizationGrant(type, all, secrets);
  }

  /** The same with these parameters, in the place of any of their names. */
  public AuthorizationGrant with(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.putAll(parameters);
    return new AuthorizationGrant(type, all, secrets);
  }

  /** Names the type, never a value. */
  @Override
  public String toString() {
    return "AuthorizationGrant[" + type + "]";
  }
}
