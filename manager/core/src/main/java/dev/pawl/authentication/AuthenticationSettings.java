package dev.pawl.authentication;

import dev.pawl.oauth.client.ClientAssertion.Audience;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.signing.KeyUse;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.SecretReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client authenticates, and where its secrets or keys are: by the settings of the profile
 * ({@code profiles.NAME}), then by what its login was told, then by the settings of the issuer
 * ({@code issuers.ADDRESS}, or those of a method whose {@code issuer} it is). What stands in the
 * settings is for the issuer that stands beside it, and for no other.
 *
 * @param named the method that is named, be it by a key that stands alone; null if none is
 * @param secrets where its secrets are, the present one first; at most two: the server is shown the
 *     second only after it has refused the first
 * @param keys the same of its private keys
 * @param certificates the same of its certificates
 * @param use how a key is to be used
 * @param meantFor whom an assertion is meant for; null if nobody says it
 */
public record AuthenticationSettings(
    @Nullable Method named,
    List<SecretReference> secrets,
    List<SecretReference> keys,
    List<SecretReference> certificates,
    KeyUse use,
    @Nullable Audience meantFor) {
  /** The setting that names the method. */
  public static final String METHOD = "clientAuthentication";

  /** The setting that says where the secrets are. */
  public static final String SECRET = "clientSecret";

  /** The setting that says where the private keys are. */
  public static final String KEY = "clientKey";

  /** The setting that says where the certificates are. */
  public static final String CERTIFICATE = "clientCertificate";

  private static final String KEY_ID = "clientKeyId";
  private static final String ALGORITHM = "clientKeyAlgorithm";
  private static final String AUDIENCE = "clientAssertionAudience";

  private static final AuthenticationSettings SILENT =
      new AuthenticationSettings(null, List.of(), List.of(), List.of(), KeyUse.UNSAID, null);

  /** Copies the lists. */
  public AuthenticationSettings {
    secrets = List.copyOf(secrets);
    keys = List.copyOf(keys);
    certificates = List.copyOf(certificates);
  }

  /**
   * How {@code client}, to whom the login of {@code profile} is bound, authenticates.
   *
   * @throws SettingsException if the settings cannot be read, or make no sense; the message names
   *     file and field
   */
  public static AuthenticationSettings of(
      Settings settings, String profile, ClientRegistration client) throws SettingsException {
    List<AuthenticationSettings> said = new ArrayList<>();
    for (Setting place : ClientPlaces.ofProfile(settings, profile, client)) {
      said.add(said(place));
    }
    ClientAuthentication told = client.authentication();
    if (told != null) {
      said.add(told(told));
    }
    for (Setting place : ClientPlaces.ofIssuers(settings, client)) {
      said.add(said(place));
    }
    return said.stream().reduce(SILENT, AuthenticationSettings::or);
  }

  private static AuthenticationSettings told(ClientAuthentication told) {
    SecretReference place = told.secret();
    String setting = told.method().setting();
    return new AuthenticationSettings(
        told.method(),
        setting.equals(SECRET) && place != null ? List.of(place) : List.of(),
        setting.equals(KEY) && place != null ? List.of(place) : List.of(),
        setting.equals(CERTIFICATE) && place != null ? List.of(place) : List.of(),
        KeyUse.UNSAID,
        null);
  }

  private static AuthenticationSettings said(Setting place) throws SettingsException {
    List<SecretReference> secrets = SecretPlaces.of(place, SECRET);
    List<SecretReference> keys = SecretPlaces.of(place, KEY);
    List<SecretReference> certificates = SecretPlaces.of(place, CERTIFICATE);
    Method named = method(place.member(METHOD));
    if (named == null && secrets.isEmpty()) { // what stands there alone is meant to be used
      named = keys.isEmpty() ? named : Method.PRIVATE_KEY_JWT;
      named = keys.isEmpty() && !certificates.isEmpty() ? Method.TLS_CLIENT_AUTH : named;
    }
    KeyUse use = new KeyUse(text(place.member(KEY_ID)), algorithm(place));
    return new AuthenticationSettings(named, secrets, keys, certificates, use, audience(place));
  }

  /** What is said here, and where nothing is, what {@code others} say. */
  private AuthenticationSettings or(AuthenticationSettings others) {
    KeyUse theirs = others.use;
    return new AuthenticationSettings(
        named == null ? others.named : named,
        secrets.isEmpty() ? others.secrets : secrets,
        keys.isEmpty() ? others.keys : keys,
        certificates.isEmpty() ? others.certificates : certificates,
        new KeyUse(
            use.keyId() == null ? theirs.keyId() : use.keyId(),
            use.algorithm() == null ? theirs.algorithm() : use.algorithm()),
        meantFor == null ? others.meantFor : meantFor);
  }

  /** The method to be used: if none is named, what fits that which there is. */
  public Method method() {
    if (named != null) {
      return named;
    }
    if (!keys.isEmpty()) {
      return Method.PRIVATE_KEY_JWT;
    }
    Method otherwise = certificates.isEmpty() ? Method.NONE : Method.TLS_CLIENT_AUTH;
    return secrets.isEmpty() ? otherwise : Method.CLIENT_SECRET_BASIC;
  }

  /** Where that is which the method needs, the present one first. */
  public List<SecretReference> places() {
    return switch (method()) {
      case PRIVATE_KEY_JWT -> keys;
      case TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH -> certificates;
      default -> secrets;
    };
  }

  /** Whom an assertion is meant for: if nobody says it, the issuer. */
  public Audience audience() {
    return meantFor == null ? Audience.ISSUER : meantFor;
  }

  /**
   * Makes sure that what {@code settings} say of the clients of any profile and issuer makes sense.
   *
   * @throws SettingsException if not; the message names file and field, and quotes no value
   */
  public static void requireSense(Settings settings) throws SettingsException {
    for (Setting place : ClientPlaces.all(settings)) {
      AuthenticationSettings unused = said(place);
    }
  }

  private static @Nullable Method method(@Nullable Setting setting) throws SettingsException {
    try {
      return setting == null ? null : Method.parse(setting.text());
    } catch (IllegalArgumentException e) {
      throw setting.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Audience audience(Setting place) throws SettingsException {
    Setting setting = place.member(AUDIENCE);
    if (setting == null) {
      return null;
    }
    return switch (setting.text()) {
      case "issuer" -> Audience.ISSUER;
      case "token-endpoint" -> Audience.TOKEN_ENDPOINT;
      default -> throw setting.malformed("is neither issuer nor token-endpoint");
    };
  }

  private static @Nullable String algorithm(Setting place) throws SettingsException {
    Setting setting = place.member(ALGORITHM);
    if (setting != null && !KeyUse.ALGORITHMS.contains(setting.text())) {
      throw setting.malformed("is none of " + String.join(", ", KeyUse.ALGORITHMS));
    }
    return text(setting);
  }

  private static @Nullable String text(@Nullable Setting setting) throws SettingsException {
    return setting == null ? null : setting.text();
  }
}
