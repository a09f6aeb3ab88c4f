package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns a refresh token into the token endpoint's answer with a fresh access token. Callers hold
 * the family's lock.
 */
final class Issuance {
  private final Registry registry;
  private final ServerTerms terms;
  private final VirtualClock clock;
  private final People people;
  private volatile Duration processingTime;

  Issuance(Registry registry, ServerTerms terms, VirtualClock clock, People people) {
    this.registry = registry;
    this.terms = terms;
    this.clock = clock;
    this.people = people;
    this.processingTime = terms.processingTime();
  }

  void processingTime(Duration other) {
    processingTime = terms.processingTime(other).processingTime();
  }

  DeliveredReply granted(RefreshToken refreshToken, boolean told, String scope) {
    AccessToken accessToken =
        registry.mintAccessToken(refreshToken, clock.instant(), terms.accessTtl());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", accessToken.value);
    members.put("token_type", "Bearer");
    members.put("expires_in", terms.accessTtl().toSeconds());
    if (told) {
      members.put("refresh_token", refreshToken.value);
    }
    members.put("scope", scope);
    people.person(refreshToken.family.account).introduce(members);
    return timely(
        Reply.json(200, members).header("Cache-Control", "no-store").header("Pragma", "no-cache"));
  }

  DeliveredReply refused(OAuthError error) {
    return timely(error.reply());
  }

  private DeliveredReply timely(Reply reply) {
    return DeliveredReply.of(reply).later(processingTime);
  }
}
