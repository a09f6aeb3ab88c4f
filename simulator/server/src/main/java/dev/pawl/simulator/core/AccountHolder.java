package dev.pawl.simulator.core;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody who can log in.
 *
 * @param account name that the logins, families and the API know them by
 * @param email as token answers tell it
 * @param organization name of the organization that they act for
 * @param role what they may do in it
 */
public record AccountHolder(String account, String email, String organization, Role role) {

  /** Returns a developer of the organization Example. */
  public static AccountHolder named(String account) {
    return new AccountHolder(account, account + "@example.com", "Example", Role.DEVELOPER);
  }

  /** Returns the identifier of the account: always the same for the same name. */
  String subject() {
    return id("account " + account);
  }

  /** Returns this person with another role. */
  public AccountHolder with(Role other) {
    return new AccountHolder(account, email, organization, other);
  }

  /** Returns the identifier of the organization: always the same for the same name. */
  public String organizationId() {
    return id("organization " + organization);
  }

  /** Adds who this is to the members of a token answer. */
  void introduce(Map<String, Object> members) {
    Map<String, Object> self = new LinkedHashMap<>();
    self.put("uuid", subject());
    self.put("email_address", email);
    members.put("account", self);
    Map<String, Object> theirs = new LinkedHashMap<>();
    theirs.put("uuid", organizationId());
    theirs.put("name", organization);
    members.put("organization", theirs);
  }

  /**
   * Returns who this is as claims of OpenID Connect (Core 1.0, section 5.1).
   *
   * @param scopes what was granted: {@code profile} and {@code email} tell more (section 5.4)
   */
  Map<String, Object> claims(Set<String> scopes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", subject());
    if (scopes.contains("profile")) {
      claims.put("preferred_username", account);
      claims.put("org_id", organizationId());
      claims.put("org_name", organization);
    }
    if (scopes.contains("email")) {
      claims.put("email", email);
      claims.put("email_verified", true);
    }
    return claims;
  }

  private static String id(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
