package dev.pawl.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose a grant is, as far as the authorization server told: kept with the grant in its field
 * {@value #FIELD}, which every version of Pawl carries along. Not secret.
 *
 * @param method how the login was made: {@code claudeai}, {@code console}, {@code oauth}, {@code
 *     device}, {@code paste}, {@code refresh-token}, {@code api-key} or {@code client-credentials};
 *     empty if unknown
 * @param email of the account; empty if unknown
 * @param organization its identifier, a UUID for some issuers; empty if unknown
 * @param organizationName for people; empty if unknown
 * @param billing how its use is paid for
 */
public record Account(
    String method, String email, String organization, String organizationName, Billing billing) {
  /** The grant's field that holds the account. */
  public static final String FIELD = "account";

  private static final int LONGEST = 256;

  /** Nothing is known. */
  public static final Account UNKNOWN = new Account("", "", "", "", Billing.UNKNOWN);

  /** The account of {@code grant}; fields of an unexpected type count as unknown. */
  public static Account of(Grant grant) {
    if (!(grant.extras().get(FIELD) instanceof Map<?, ?> members)) {
      return UNKNOWN;
    }
    return new Account(
        text(members, "method"),
        text(members, "email"),
        text(members, "organization"),
        text(members, "organization_name"),
        Billing.parse(text(members, "billing")));
  }

  /**
   * This account with what a token answer tells of it in its members {@code account} and {@code
   * organization}; what is known already stays.
   */
  public Account toldBy(Map<String, ? extends @Nullable Object> answer) {
    return new Account(
        method,
        told(answer.get("account"), List.of("email_address", "email"), email),
        told(answer.get("organization"), List.of("uuid", "id"), organization),
        told(answer.get("organization"), List.of("name", "display_name"), organizationName),
        billing);
  }

  private static String told(@Nullable Object object, List<String> names, String known) {
    if (known.isEmpty() && object instanceof Map<?, ?> members) {
      for (String name : names) {
        String text = text(members, name);
        if (!text.isEmpty() && text.length() <= LONGEST) {
          return text;
        }
      }
    }
    return known;
  }

  /** {@code grant} as a grant of this account. */
  public Grant on(Grant grant) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("method", method);
    members.put("email", email);
    members.put("organization", organization);
    members.put("organization_name", organizationName);
    members.put("billing", billing.word());
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(grant.extras());
    extras.put(FIELD, members);
    return new Grant(grant.generation(), grant.origin(), grant.client(), grant.tokens(), extras);
  }

  private static String text(Map<?, ?> members, String name) {
    return members.get(name) instanceof String text ? text : "";
  }
}
