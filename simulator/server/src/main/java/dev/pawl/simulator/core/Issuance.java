package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Turns a refresh token into the token endpoint's answer with a fresh access token. Callers hold
 * the family's lock.
 */
final class Issuance {
  private final Realm realm;
  private final IdTokens idTokens;

  Issuance(Realm realm) {
    this.realm = realm;
    this.idTokens = new IdTokens(realm);
  }

  /**
   * What an answer tells.
   *
   * @param refreshToken whether it tells the refresh token
   * @param scope the scope of the access token
   * @param nonce what the ID token repeats; empty for nothing
   * @param more further members
   */
  record Telling(boolean refreshToken, String scope, String nonce, Map<String, Object> more) {
    /** The first tokens of a login. */
    static Telling login(Family family, String nonce) {
      return new Telling(true, family.scope(), nonce, Map.of());
    }

    /** The answer to a refresh, which may keep its refresh token to itself. */
    static Telling refresh(boolean refreshToken, String scope) {
      return new Telling(refreshToken, scope, "", Map.of());
    }

    /** An access token alone. */
    static Telling accessToken(Family family, Map<String, Object> more) {
      return new Telling(false, family.scope(), "", more);
    }
  }

  Decision granted(Event event, RefreshToken refreshToken, Telling telling) {
    Family family = refreshToken.family;
    Duration lifetime = realm.terms().get().accessTtl();
    AccessToken accessToken = realm.registry().mintAccessToken(refreshToken, realm.now(), lifetime);
    Set<String> scopes = new LinkedHashSet<>(Arrays.asList(telling.scope().split(" ")));
    if (!scopes.equals(family.scopes)) {
      accessToken.narrow(scopes);
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", accessToken.value());
    members.put("token_type", "Bearer");
    members.put("expires_in", lifetime.toSeconds());
    if (telling.refreshToken()) {
      members.put("refresh_token", refreshToken.value);
    }
    members.put("scope", telling.scope());
    idTokens
        .token(family, scopes, lifetime, telling.nonce())
        .ifPresent(token -> members.put("id_token", token));
    members.putAll(telling.more());
    realm.people().person(family.account).introduce(members);
    Reply reply =
        Reply.json(200, members).header("Cache-Control", "no-store").header("Pragma", "no-cache");
    String issued = telling.refreshToken() ? refreshToken.label : "";
    return timely(Decision.of(event.issued(issued).access(accessToken.label()), reply));
  }

  Decision refused(Event event, OAuthError error) {
    return timely(Decision.refused(event, error));
  }

  private Decision timely(Decision decision) {
    return decision.later(realm.terms().get().processingTime());
  }
}
