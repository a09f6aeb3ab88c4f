package dev.pawl.authentication;

import dev.pawl.file.FileTrust;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.SecretReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a client authenticates, and where its secrets are: by the settings of the profile ({@code
 * profiles.NAME}), then by what its login was told, then by the settings of the issuer ({@code
 * issuers.ADDRESS}, or those of a method whose {@code issuer} it is). A secret in the settings is
 * for the issuer that stands beside it, and for no other.
 *
 * @param named the method that is named; null if none is
 * @param secrets where its secrets are, the present one first; at most two: the server is shown the
 *     second only after it has refused the first
 */
public record AuthenticationSettings(@Nullable Method named, List<SecretReference> secrets) {
  /** The setting that names the method. */
  public static final String METHOD = "clientAuthentication";

  /** The setting that says where the secrets are. */
  public static final String SECRET = "clientSecret";

  private static final String ISSUERS = "issuers";
  private static final int MOST_SECRETS = 2;

  /** Copies the list. */
  public AuthenticationSettings {
    secrets = List.copyOf(secrets);
  }

  /**
   * How {@code client}, to whom the login of {@code profile} is bound, authenticates.
   *
   * @throws SettingsException if the settings cannot be read, or make no sense; the message names
   *     file and field
   */
  public static AuthenticationSettings of(
      Settings settings, String profile, ClientRegistration client) throws SettingsException {
    List<Said> said = new ArrayList<>();
    add(said, settings.find(List.of("profiles", profile)), client);
    ClientAuthentication told = client.authentication();
    if (told != null) {
      SecretReference secret = told.secret();
      said.add(new Said(told.method(), secret == null ? List.of() : List.of(secret)));
    }
    Setting issuers = settings.find(ISSUERS);
    for (String name : issuers == null ? List.<String>of() : issuers.members()) {
      Setting one = Objects.requireNonNull(issuers).member(name);
      if (one != null && (name.equals(client.issuer()) || one.member("issuer") != null)) {
        add(said, one, client);
      }
    }
    return first(said);
  }

  /** What one place says. */
  private record Said(@Nullable Method method, List<SecretReference> secrets) {}

  private static void add(List<Said> said, @Nullable Setting place, ClientRegistration client)
      throws SettingsException {
    if (place != null
        && isOf(place.member("issuer"), client.issuer())
        && isOf(place.member("clientId"), client.clientId())
        && isOf(place.member("tokenEndpoint"), client.tokenEndpoint().toString())) {
      said.add(new Said(method(place.member(METHOD)), secrets(place)));
    }
  }

  /* What stands beside a secret says whose it is. */
  private static boolean isOf(@Nullable Setting named, String value) throws SettingsException {
    return named == null || named.text().equals(value);
  }

  private static AuthenticationSettings first(List<Said> said) {
    Method method = null;
    List<SecretReference> secrets = List.of();
    for (Said one : said) {
      method = method == null ? one.method() : method;
      secrets = secrets.isEmpty() ? one.secrets() : secrets;
    }
    return new AuthenticationSettings(method, secrets);
  }

  /** The method to be used: with a secret {@code client_secret_basic} if none is named. */
  public Method method() {
    Method otherwise = secrets.isEmpty() ? Method.NONE : Method.CLIENT_SECRET_BASIC;
    return named == null ? otherwise : named;
  }

  /**
   * Makes sure that what {@code settings} say of the clients of any profile and issuer makes sense.
   *
   * @throws SettingsException if not; the message names file and field, and quotes no value
   */
  public static void requireSense(Settings settings) throws SettingsException {
    for (String group : List.of("profiles", ISSUERS)) {
      Setting logins = settings.find(group);
      for (String name : logins == null ? List.<String>of() : logins.members()) {
        Setting one = Objects.requireNonNull(logins).member(name);
        if (one != null) {
          Method unused = method(one.member(METHOD));
          List<SecretReference> unusedToo = secrets(one);
        }
      }
    }
  }

  private static @Nullable Method method(@Nullable Setting setting) throws SettingsException {
    try {
      return setting == null ? null : Method.parse(setting.text());
    } catch (IllegalArgumentException e) {
      throw setting.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static List<SecretReference> secrets(Setting place) throws SettingsException {
    Setting setting = place.member(SECRET);
    if (setting == null) {
      return List.of();
    }
    if (place.name().startsWith("profiles.") && place.member("issuer") == null) {
      throw setting.malformed(
          "needs the field issuer beside it: a secret is sent to the issuer that it is for alone");
    }
    List<SecretReference> secrets = new ArrayList<>();
    for (String text : setting.texts()) {
      secrets.add(reference(setting, text));
    }
    if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
      throw setting.malformed("names neither one place of a secret nor two");
    }
    return secrets;
  }

  private static SecretReference reference(Setting setting, String text) throws SettingsException {
    SecretReference reference;
    try {
      reference = SecretReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw setting.malformed(
          e.getMessage() + "; a secret itself belongs into a private file (chmod 600)");
    }
    if (reference.kind() == SecretReference.Kind.TEXT) {
      requirePrivate(setting);
    }
    return reference;
  }

  private static void requirePrivate(Setting setting) throws SettingsException {
    try {
      FileTrust.Flaw flaw = FileTrust.ofSecretFile(setting.file());
      if (flaw != null) {
        throw setting.malformed("holds a secret, and the file " + flaw.problem());
      }
    } catch (SettingsException e) {
      throw e;
    } catch (IOException e) {
      throw setting.malformed("holds a secret, and the file cannot be looked at");
    }
  }
}
