package dev.pawl.login;

import dev.pawl.authentication.AuthenticationSettings;
import dev.pawl.network.ConfigurationException;
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
import java.util.stream.Collectors;
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
  private static final String KEY = AuthenticationSettings.KEY;

  private static final List<Method> OF_A_SECRET =
      List.of(Method.CLIENT_SECRET_BASIC, Method.CLIENT_SECRET_POST, Method.CLIENT_SECRET_JWT);

  /**
   * What a login to {@code client} keeps; null if it is a public one. What the settings say of a
   * secret or key stays there, so that a change there counts.
   *
   * @param supported how clients may authenticate there (RFC 7591 names); empty if that is not
   *     known
   * @throws ConfigurationException if an option makes no sense, or contradicts the settings
   */
  @Nullable ClientAuthentication fill(ClientRegistration client, List<String> supported)
      throws SettingsException {
    requireSense();
    boolean isKey = isKey(client);
    SecretReference told = isKey ? place(client, KEY) : place(client, SECRET);
    String kept = told(client, METHOD);
    String word = isOutdated(kept) ? options.get(METHOD) : kept;
    Method before = isKey ? Method.PRIVATE_KEY_JWT : Method.NONE;
    AuthenticationSettings said =
        AuthenticationSettings.of(
            settings,
            profile,
            client.with(told == null ? null : new ClientAuthentication(before, told)));
    Method method = method(word == null ? said(client) : word, said, supported);
    requireFit(method, isKey);
    boolean fits = method != Method.NONE && isKey == (method == Method.PRIVATE_KEY_JWT);
    return method == Method.NONE && told == null
        ? null
        : new ClientAuthentication(method, fits ? told : null); // a key is never sent as a secret
  }

  private void requireSense() throws SettingsException {
    requireNoOther(METHOD);
    requireNoOther(SECRET);
    requireNoOther(KEY);
    if (options.containsKey(SECRET) && options.containsKey(KEY)) {
      throw new ConfigurationException("give one of --client-secret and --client-key");
    }
  }

  private void requireNoOther(String field) throws SettingsException {
    Setting set = settings.find(List.of("profiles", profile, field));
    if (set != null && options.containsKey(field)) {
      throw new ConfigurationException(
          set.place() + " outranks the option at every refresh; change it there");
    }
  }

  /* An option tells it, or else the last login. */
  private boolean isKey(ClientRegistration client) {
    return !options.containsKey(SECRET) && told(client, KEY) != null;
  }

  /* A method that was kept is of no use to what an option names now. */
  private boolean isOutdated(@Nullable String kept) {
    boolean keyed = Method.PRIVATE_KEY_JWT.word().equals(kept);
    return (options.containsKey(SECRET) && (keyed || Method.NONE.word().equals(kept)))
        || (options.containsKey(KEY) && !keyed);
  }

  private void requireFit(Method method, boolean isKey) {
    if (options.containsKey(KEY) && method != Method.PRIVATE_KEY_JWT) {
      throw new ConfigurationException(
          "--client-key is for private_key_jwt, and not for " + method.word());
    }
    if (method == Method.PRIVATE_KEY_JWT && options.containsKey(SECRET) && !isKey) {
      throw new ConfigurationException("private_key_jwt needs --client-key, not --client-secret");
    }
  }

  /* The last login's word counts for its own issuer and client alone. */
  private @Nullable String told(ClientRegistration client, String field) {
    boolean same =
        ClientRegistration.isSame(client.issuer(), last.field("issuer"))
            && client.clientId().equals(last.field("clientId"));
    String option = options.get(field);
    return option == null && same ? last.field(field) : option;
  }

  private @Nullable String said(ClientRegistration client) throws SettingsException {
    ClientRegistration silent = client.with(null);
    Method said = AuthenticationSettings.of(settings, profile, silent).named();
    return said == null ? null : said.word();
  }

  private @Nullable SecretReference place(ClientRegistration client, String field) {
    String text = told(client, field);
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
      String option = field.equals(KEY) ? "--client-key " : "--client-secret ";
      throw new ConfigurationException(option + e.getMessage(), e);
    }
  }

  private static Method method(
      @Nullable String word, AuthenticationSettings said, List<String> supported) {
    try {
      if (word != null) {
        return Method.parse(word);
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--client-authentication " + e.getMessage(), e);
    }
    if (!said.keys().isEmpty()) {
      return supported(supported, List.of(Method.PRIVATE_KEY_JWT));
    }
    return said.secrets().isEmpty() ? Method.NONE : supported(supported, OF_A_SECRET);
  }

  /* RFC 8414 section 2: a server that says nothing supports client_secret_basic. */
  private static Method supported(List<String> methods, List<Method> wanted) {
    for (Method method : wanted) {
      if (methods.isEmpty() || methods.contains(method.word())) {
        return method;
      }
    }
    String ours = wanted.stream().map(Method::word).collect(Collectors.joining(", "));
    throw new ConfigurationException(
        "the issuer takes a client by none of "
            + ours
            + "; it supports "
            + String.join(", ", methods)
            + "; give what one of these needs, or name one with --client-authentication");
  }
}
