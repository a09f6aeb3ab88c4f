package dev.pawl.settings;

import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Client;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say of one profile; everything may be left out.
 *
 * @param issuer RFC 8414 issuer that the login must belong to
 * @param tokenEndpoint where its refresh token may be sent
 * @param clientId its client
 * @param retryable OAuth errors that this issuer means as "try again"
 */
public record ProfileSettings(
    @Nullable String issuer,
    @Nullable String tokenEndpoint,
    @Nullable String clientId,
    Set<String> retryable) {
  /** Nothing is said of the profile. */
  public static final ProfileSettings SILENT = new ProfileSettings(null, null, null, Set.of());

  static ProfileSettings read(Fields fields) throws JsonException {
    return new ProfileSettings(
        fields.textOrNull("issuer"),
        fields.textOrNull("tokenEndpoint"),
        fields.textOrNull("clientId"),
        Set.copyOf(fields.texts("retryableErrors")));
  }

  /** The setting that contradicts what the login was bound to; null if none does. */
  public @Nullable String contradiction(Client client) {
    if (issuer != null && !issuer.equals(client.issuer())) {
      return "issuer";
    }
    if (tokenEndpoint != null && !tokenEndpoint.equals(client.tokenEndpoint().toString())) {
      return "tokenEndpoint";
    }
    return clientId != null && !clientId.equals(client.clientId()) ? "clientId" : null;
  }
}
