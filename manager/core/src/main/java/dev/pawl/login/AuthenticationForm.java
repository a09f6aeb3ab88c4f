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
import java.util.stream.Stream;
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

  private static final String CERTIFICATE = AuthenticationSettings.CERTIFICATE;

  /* What a client can have, by the options that name them. */
  private static final Map<String, String> OPTIONS =
      Map.of(SECRET, "--client-secret", KEY, "--client-key", CERTIFICATE, "--client-certificate");

  private static final List<Method> OF_A_CERTIFICATE =
      List.of(Method.TLS_CLIENT_AUTH, Method.SELF_SIGNED_TLS_CLIENT_AUTH);

  private static final List<Method> OF_A_SECRET =
      List.of(Method.CLIENT_SECRET_BASIC, Method.CLIENT_SECRET_POST, Method.CLIENT_SECRET_JWT);

  /**
   * What a login to {@code client} keeps; null if it is a public one. What the settings say of a
   * secret or key stays there, so that a change there counts.
   *
   * @param supported how clients may authenticate there (RFC 7591 names); empty if that is not
   *     known
   * @throws ConfigurationException if an option makes no sense, or contradicts the settings
   * @throws LoginException FIX_CONFIGURATION if the issuer takes no client so
   */
  @Nullable ClientAuthentication fill(ClientRegistration client, List<String> supported)
      throws SettingsException, LoginException {
    requireSense();
    String field = field(client);
    SecretReference told = place(client, field);
    String kept = told(client, METHOD);
    String word = isOutdated(kept) ? options.get(METHOD) : kept;
    AuthenticationSettings said =
        AuthenticationSettings.of(
            settings,
            profile,
            client.with(told == null ? null : new ClientAuthentication(before(field), told)));
    Method method = method(word == null ? said(client) : word, said, supported);
    requireFit(method);
    boolean fits = method != Method.NONE && field.equals(method.setting());
    return method == Method.NONE && told == null
        ? null
        : new ClientAuthentication(method, fits ? told : null); // a key is never sent as a secret
  }

  private static Method before(String field) {
    return field.equals(KEY)
        ? Method.PRIVATE_KEY_JWT
        : field.equals(CERTIFICATE) ? Method.TLS_CLIENT_AUTH : Method.NONE;
  }

  private void requireSense() throws SettingsException {
    requireNoOther(METHOD);
    for (String field : OPTIONS.keySet()) {
      requireNoOther(field);
    }
    if (OPTIONS.keySet().stream().filter(options::containsKey).count() > 1) {
      throw new ConfigurationException(
          "give one of --client-secret, --client-key and --client-certificate");
    }
  }

  private void requireNoOther(String field) throws SettingsException {
    Setting set = settings.find(List.of("profiles", profile, field));
    if (set != null && options.containsKey(field)) {
      throw new ConfigurationException(
          set.place() + " outranks the option at every refresh; change it there");
    }
  }

  /* What the client has: an option tells it, or else the last login. */
  private String field(ClientRegistration client) {
    String option = option();
    if (option != null) {
      return option;
    }
    return told(client, KEY) != null
        ? KEY
        : told(client, CERTIFICATE) != null ? CERTIFICATE : SECRET;
  }

  private @Nullable String option() {
    return OPTIONS.keySet().stream().filter(options::containsKey).findFirst().orElse(null);
  }

  /* A method that was kept is of no use to what an option names now. */
  private boolean isOutdated(@Nullable String kept) {
    String option = option();
    return option != null
        && Stream.of(Method.values())
            .filter(method -> method != Method.NONE && method.setting().equals(option))
            .noneMatch(method -> method.word().equals(kept));
  }

  private void requireFit(Method method) {
    String option = option();
    if (option == null || (method == Method.NONE && option.equals(SECRET))) {
      return;
    }
    if (!option.equals(method.setting())) {
      throw new ConfigurationException(
          option.equals(SECRET)
              ? method.word() + " needs " + OPTIONS.get(method.setting()) + ", not --client-secret"
              : OPTIONS.get(option) + " is for another method than " + method.word());
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
      throw new ConfigurationException(OPTIONS.get(field) + " " + e.getMessage(), e);
    }
  }

  private static Method method(
      @Nullable String word, AuthenticationSettings said, List<String> supported)
      throws LoginException {
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
    if (!said.certificates().isEmpty()) {
      return supported(supported, OF_A_CERTIFICATE);
    }
    boolean none = said.secrets().isEmpty() && !isByCertificateAlone(supported);
    return none
        ? Method.NONE
        : supported(supported, said.secrets().isEmpty() ? OF_A_CERTIFICATE : OF_A_SECRET);
  }

  /* Whoever has not said where the certificate is learns it before a browser is opened. */
  private static boolean isByCertificateAlone(List<String> supported) {
    return !supported.isEmpty()
        && OF_A_CERTIFICATE.stream().map(Method::word).toList().containsAll(supported);
  }

  /* RFC 8414 section 2: a server that says nothing supports client_secret_basic. */
  private static Method supported(List<String> methods, List<Method> wanted) throws LoginException {
    for (Method method : wanted) {
      if (methods.isEmpty() || methods.contains(method.word())) {
        return method;
      }
    }
    String ours = wanted.stream().map(Method::word).collect(Collectors.joining(", "));
    throw LoginException.fix(
        "the issuer takes a client by none of "
            + ours
            + "; it supports "
            + String.join(", ", methods)
            + "; give what one of these needs, or name one with --client-authentication");
  }
}
