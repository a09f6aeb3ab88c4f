package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns a refresh token into the token endpoint's answer with a fresh access token. Callers hold
 * the family's lock.
 */
final class Issuance {
  private final Realm realm;

  Issuance(Realm realm) {
    this.realm = realm;
  }

  Decision granted(Event event, RefreshToken refreshToken, boolean told, String scope) {
    Duration lifetime = realm.terms().get().accessTtl();
    AccessToken accessToken = realm.registry().mintAccessToken(refreshToken, realm.now(), lifetime);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", accessToken.value());
    members.put("token_type", "Bearer");
    members.put("expires_in", lifetime.toSeconds());
    if (told) {
      members.put("refresh_token", refreshToken.value);
    }
    members.put("scope", scope);
    realm.people().person(refreshToken.family.account).introduce(members);
    Reply reply =
        Reply.json(200, members).header("Cache-Control", "no-store").header("Pragma", "no-cache");
    return timely(
        Decision.of(
            event.issued(told ? refreshToken.label : "").access(accessToken.label()), reply));
  }

  Decision refused(Event event, OAuthError error) {
    return timely(Decision.refused(event, error));
  }

  private Decision timely(Decision decision) {
    return decision.later(realm.terms().get().processingTime());
  }
}
