package dev.pawl.login;

import dev.pawl.authentication.AuthenticationSettings;
import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.ServerMetadata;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.SecretReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the client of a login will authenticate: by the options, else by the settings and by how the
 * last login at that issuer was told, else by what the issuer supports.
 *
 * @param options by the names that the settings have
 * @param settings that may speak of the profile or the issuer
 * @param profile which login
 * @param last how it was made before
 */
record AuthenticationForm(
    Map<String, String> options, Settings settings, String profile, LastLogin last) {
  private static final String METHOD = AuthenticationSettings.METHOD;
  private static final String SECRET = AuthenticationSettings.SECRET;

  /**
   * What a login to {@code client} keeps; null if it is a public one. What the settings say of a
   * secret stays there, so that a change there counts.
   *
   * @param found what the issuer says of itself; null if it was not asked
   * @throws ConfigurationException if an option makes no sense, or contradicts the settings
   */
  @Nullable ClientAuthentication fill(ClientRegistration client, @Nullable ServerMetadata found)
      throws SettingsException {
    requireNoOther(METHOD);
    requireNoOther(SECRET);
    SecretReference told = secret(told(client, SECRET));
    String kept = told(client, METHOD);
    boolean outdated = options.containsKey(SECRET) && Method.NONE.word().equals(kept);
    String word = outdated ? options.get(METHOD) : kept;
    ClientAuthentication before = told == null ? null : new ClientAuthentication(Method.NONE, told);
    List<SecretReference> secrets =
        AuthenticationSettings.of(settings, profile, client.with(before)).secrets();
    Method method = method(word == null ? said(client) : word, secrets, found);
    return method == Method.NONE && told == null ? null : new ClientAuthentication(method, told);
  }

  private void requireNoOther(String field) throws SettingsException {
    Setting set = settings.find(List.of("profiles", profile, field));
    if (set != null && options.containsKey(field)) {
      throw new ConfigurationException(
          set.place() + " outranks the option at every refresh; change it there");
    }
  }

  /* The last login's word counts for its own issuer and client alone. */
  private @Nullable String told(ClientRegistration client, String field) {
    boolean same =
        client.issuer().equals(last.field("issuer"))
            && client.clientId().equals(last.field("clientId"));
    String option = options.get(field);
    return option == null && same ? last.field(field) : option;
  }

  private @Nullable String said(ClientRegistration client) throws SettingsException {
    ClientRegistration silent = client.with(null);
    Method said = AuthenticationSettings.of(settings, profile, silent).named();
    return said == null ? null : said.word();
  }

  private static @Nullable SecretReference secret(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      SecretReference reference = SecretReference.parse(text);
      if (reference.kind() == SecretReference.Kind.TEXT) {
        throw new IllegalArgumentException("would show the secret; name a file: file:/PATH");
      }
      return reference;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--client-secret " + e.getMessage(), e);
    }
  }

  private Method method(
      @Nullable String word, List<SecretReference> secrets, @Nullable ServerMetadata found) {
    try {
      if (word != null) {
        return Method.parse(word);
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--client-authentication " + e.getMessage(), e);
    }
    return secrets.isEmpty()
        ? Method.NONE
        : supported(found == null ? List.of() : found.authenticationMethods());
  }

  /* RFC 8414 section 2: a server that says nothing supports client_secret_basic. */
  private static Method supported(List<String> methods) {
    for (Method method : List.of(Method.CLIENT_SECRET_BASIC, Method.CLIENT_SECRET_POST)) {
      if (methods.isEmpty() || methods.contains(method.word())) {
        return method;
      }
    }
    throw new ConfigurationException(
        "the issuer takes a secret by none of client_secret_basic and client_secret_post; it"
            + " supports "
            + String.join(", ", methods));
  }
}
