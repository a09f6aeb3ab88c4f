package dev.pawl.spi;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the last login of a profile was made, so that the next one needs no options: what its grant,
 * or the tombstone of a logout, is bound to, and the addresses and parameters that were given and
 * not discovered. Those are kept in the grant's field {@value #FIELD}. Holds no secret. Immutable.
 *
 * @param fields by the names that the settings have: {@code issuer}, {@code clientId} ...
 * @param tokenEndpoint that the grant is bound to, given or discovered; null if there is none
 * @param revocationEndpoint the same of the address for revocations
 */
public record LastLogin(
    Map<String, String> fields, @Nullable URI tokenEndpoint, @Nullable URI revocationEndpoint) {
  /** The grant's field that holds the addresses and parameters. */
  public static final String FIELD = "login";

  /* The methods of logins that spend nothing. */
  private static final Set<String> MINTED =
      Set.of("client-credentials", "jwt-bearer", "token-exchange");

  /** What stands before the name of a parameter that an issuer wants besides. */
  public static final String PARAMETER = "parameter.";

  /** Nobody has logged in yet, or nothing is left of it. */
  public static final LastLogin NONE = new LastLogin(Map.of(), null, null);

  /** Copies the fields. */
  public LastLogin {
    fields = Map.copyOf(fields);
  }

  /** What {@code grant}, which may be a tombstone, tells; {@link #NONE} of null. */
  public static LastLogin of(@Nullable Grant grant) {
    if (grant == null) {
      return NONE;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "method", Account.of(grant).method());
    ClientRegistration client = grant.client();
    if (client.issuer().equals(ClientRegistration.NO_ISSUER)) {
      return new LastLogin(fields, null, null);
    }
    given(grant).forEach((name, value) -> put(fields, name, value));
    put(fields, "issuer", client.issuer());
    put(fields, "clientId", client.clientId());
    put(fields, "scope", client.scope());
    if (!MINTED.contains(Account.of(grant).method())) { // no other login may spend as they do
      put(fields, "replay", client.replay().toString());
    }
    ClientAuthentication authentication = client.authentication();
    if (authentication != null) {
      SecretReference secret = authentication.secret();
      put(fields, "clientAuthentication", authentication.method().word());
      put(fields, authentication.method().setting(), secret == null ? null : secret.text());
    }
    return new LastLogin(fields, client.tokenEndpoint(), client.revocationEndpoint());
  }

  /** The parameters that the issuer of {@code grant} wants besides those of the protocol. */
  public static Map<String, String> parameters(Grant grant) {
    return parameters(given(grant));
  }

  /** Those of {@code fields} that are parameters, by their own names. */
  public static Map<String, String> parameters(Map<String, String> fields) {
    Map<String, String> parameters = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(PARAMETER)) {
            parameters.put(name.substring(PARAMETER.length()), value);
          }
        });
    return parameters;
  }

  /** The fields that the login of {@code grant} was given and keeps, by their names. */
  public static Map<String, String> given(Grant grant) {
    Map<String, String> given = new LinkedHashMap<>();
    if (grant.extras().get(FIELD) instanceof Map<?, ?> members) {
      members.forEach((name, value) -> put(given, String.valueOf(name), value));
    }
    return given;
  }

  private static void put(Map<String, String> fields, String name, @Nullable Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      fields.put(name, text);
    }
  }

  /** {@code grant} with the addresses and parameters of its login that were {@code given}. */
  public static Grant on(Grant grant, Map<String, String> given) {
    if (given.isEmpty()) {
      return grant;
    }
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(grant.extras());
    extras.put(FIELD, Map.copyOf(given));
    return new Grant(grant.generation(), grant.origin(), grant.client(), grant.tokens(), extras);
  }

  /** What a tombstone of {@code grant} keeps of its extras: how to log in, and not who did. */
  public static Map<String, @Nullable Object> keptBy(Grant grant) {
    Account account = new Account(Account.of(grant).method(), "", "", "", Billing.UNKNOWN);
    Grant bare = Grant.login(grant.client(), grant.tokens());
    return on(account.method().isEmpty() ? bare : account.on(bare), given(grant)).extras();
  }

  /** A field by the name that the settings have; null if it is not known. */
  public @Nullable String field(String name) {
    return fields.get(name);
  }
}
