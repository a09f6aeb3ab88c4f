package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Turns a refresh token into the token endpoint's answer with a fresh access token. Callers hold
 * the family's lock.
 */
final class Issuance {
  private final Registry registry;
  private final Supplier<ServerTerms> terms;
  private final VirtualClock clock;
  private final People people;

  Issuance(Registry registry, Supplier<ServerTerms> terms, VirtualClock clock, People people) {
    this.registry = registry;
    this.terms = terms;
    this.clock = clock;
    this.people = people;
  }

  Decision granted(Event event, RefreshToken refreshToken, boolean told, String scope) {
    Duration lifetime = terms.get().accessTtl();
    AccessToken accessToken = registry.mintAccessToken(refreshToken, clock.instant(), lifetime);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", accessToken.value());
    members.put("token_type", "Bearer");
    members.put("expires_in", lifetime.toSeconds());
    if (told) {
      members.put("refresh_token", refreshToken.value);
    }
    members.put("scope", scope);
    people.person(refreshToken.family.account).introduce(members);
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
    return decision.later(terms.get().processingTime());
  }
}
