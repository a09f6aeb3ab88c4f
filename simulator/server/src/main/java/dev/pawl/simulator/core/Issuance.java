package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Answer;
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
  private final Terms terms;
  private final VirtualClock clock;
  private final People people;
  private volatile Duration processingTime;

  Issuance(Registry registry, Terms terms, VirtualClock clock, People people) {
    this.registry = registry;
    this.terms = terms;
    this.clock = clock;
    this.people = people;
    this.processingTime = terms.processingTime();
  }

  void processingTime(Duration other) {
    processingTime = terms.processingTime(other).processingTime();
  }

  Answer granted(RefreshToken refreshToken, boolean told, String scope) {
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

  Answer refused(OAuthError error) {
    return timely(error.reply());
  }

  private Answer timely(Reply reply) {
    return Answer.of(reply).later(processingTime);
  }
}
