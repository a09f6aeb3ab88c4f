package dev.pawl.settings;

import dev.pawl.spi.ClientRegistration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say of one profile; everything may be left out.
 *
 * @param issuer RFC 8414 issuer that the login must belong to
 * @param tokenEndpoint where its refresh token may be sent
 * @param clientId its client
 * @param errors what this issuer means by its OAuth errors
 */
public record ProfileSettings(
    @Nullable String issuer,
    @Nullable String tokenEndpoint,
    @Nullable String clientId,
    ErrorCodes errors) {
  /** Nothing is said of the profile. */
  public static final ProfileSettings SILENT =
      new ProfileSettings(null, null, null, ErrorCodes.NONE);

  /** What {@code profile}, the object of one profile, says. */
  static ProfileSettings read(Setting profile) throws SettingsException {
    Setting issuer = profile.member("issuer");
    return new ProfileSettings(
        issuer == null ? null : issuer.issuer(),
        text(profile.member("tokenEndpoint")),
        text(profile.member("clientId")),
        errors(profile));
  }

  /** What {@code object}, of a profile or of an issuer, says of errors. */
  static ErrorCodes errors(Setting object) throws SettingsException {
    return new ErrorCodes(
        texts(object.member("retryableErrors")),
        texts(object.member("finalErrors")),
        texts(object.member("configurationErrors")));
  }

  private static @Nullable String text(@Nullable Setting setting) throws SettingsException {
    return setting == null ? null : setting.text();
  }

  private static Set<String> texts(@Nullable Setting setting) throws SettingsException {
    if (setting != null && setting.value() instanceof String) {
      throw setting.malformed("is not a list of texts");
    }
    return setting == null ? Set.of() : Set.copyOf(setting.texts());
  }

  /** The setting that contradicts what the login was bound to; null if none does. */
  public @Nullable String contradiction(ClientRegistration client) {
    if (issuer != null && !client.isOf(issuer)) {
      return "issuer";
    }
    if (tokenEndpoint != null && !tokenEndpoint.equals(client.tokenEndpoint().toString())) {
      return "tokenEndpoint";
    }
    return clientId != null && !clientId.equals(client.clientId()) ? "clientId" : null;
  }
}
