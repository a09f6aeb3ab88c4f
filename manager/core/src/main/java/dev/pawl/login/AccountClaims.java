package dev.pawl.login;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer says of the person who logged in, in an ID token or at its userinfo endpoint
 * (OpenID Connect Core 1.0, section 5.1).
 *
 * @param members as it says them
 */
record AccountClaims(Map<String, @Nullable Object> members) {
  /* What people know an account by; Microsoft has the second and third. */
  private static final List<String> NAMES = List.of("email", "preferred_username", "upn");

  /* Microsoft's, Auth0's and Google's. */
  private static final List<String> ORGANIZATIONS = List.of("tid", "org_id", "hd");

  /** Adds what they say of the account where {@code told} says nothing else. */
  void tell(Map<String, @Nullable Object> told) {
    told.putIfAbsent("account", Map.of("email", first(NAMES)));
    told.putIfAbsent("organization", Map.of("id", first(ORGANIZATIONS)));
  }

  private String first(List<String> names) {
    return names.stream().map(this::text).filter(text -> !text.isEmpty()).findFirst().orElse("");
  }

  /** The text of that name; empty if there is none. */
  String text(String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  /** Nothing of whose they are. */
  @Override
  public String toString() {
    return "AccountClaims";
  }
}
