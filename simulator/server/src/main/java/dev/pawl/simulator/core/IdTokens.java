package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.RegisteredClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the ID tokens of logins whose scope has {@code openid} (OpenID Connect Core 1.0, sections 2
 * and 12.2). Thread-safe.
 */
final class IdTokens {
  private final Realm realm;

  IdTokens(Realm realm) {
    this.realm = realm;
  }

  /**
   * Returns the ID token that an answer of the token endpoint carries; empty if none is due.
   *
   * @param family whose login it is; the time of its beginning is the time of the login
   * @param scopes the scopes of the answer
   * @param lifetime how long the token lives
   * @param nonce what the authorization request had as its nonce; empty for none, as at a refresh
   */
  Optional<String> token(Family family, Set<String> scopes, Duration lifetime, String nonce) {
    if (!scopes.contains(RegisteredClient.OPENID)) {
      return Optional.empty();
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    long now = realm.now().getEpochSecond();
    claims.put("iss", realm.issuer().get().toString());
    claims.putAll(realm.people().person(family.account).claims(scopes));
    claims.put("aud", family.clientId);
    claims.put("iat", now);
    claims.put("exp", now + lifetime.toSeconds());
    claims.put("auth_time", family.begunAt.getEpochSecond());
    if (!nonce.isEmpty()) {
      claims.put("nonce", nonce);
    }
    return Optional.of(realm.signer().sign(claims));
  }
}
