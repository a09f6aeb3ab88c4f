package dev.pawl.simulator.core;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A family at one moment. Tokens appear by label only.
 *
 * @param name the family's name
 * @param account whose login it is
 * @param alive whether its refresh tokens may still be good
 * @param spends how many spends were granted to a current refresh token
 * @param current labels of the refresh tokens that are good to be spent
 * @param usable labels of the access tokens that are neither expired nor revoked, the latest
 *     hundred at most
 */
public record FamilyState(
    String name,
    String account,
    boolean alive,
    int spends,
    List<String> current,
    List<String> usable) {

  static FamilyState of(Family family, Instant now) {
    return new FamilyState(
        family.name,
        family.account,
        family.alive,
        family.spends,
        family.current(),
        family.accessTokens.usable(now).stream()
            .map(number -> family.name + ".at" + number)
            .toList());
  }

  /** Returns the members of this state's JSON object. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("account", account);
    members.put("alive", alive);
    members.put("spends", spends);
    members.put("currentRefreshTokens", current);
    members.put("usableAccessTokens", usable);
    return members;
  }
}
