package dev.pawl.simulator.core;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
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
    self.put("uuid", id("account " + account));
    self.put("email_address", email);
    members.put("account", self);
    Map<String, Object> theirs = new LinkedHashMap<>();
    theirs.put("uuid", organizationId());
    theirs.put("name", organization);
    members.put("organization", theirs);
  }

  private static String id(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
