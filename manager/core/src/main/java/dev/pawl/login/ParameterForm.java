package dev.pawl.login;

import dev.pawl.network.ConfigurationException;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.LastLogin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that an issuer wants of a login besides those of the protocol ({@code audience},
 * {@code access_type} ...): each from the options, else the settings of the profile, else the last
 * login at that issuer, else the settings of the method, else what is known of the issuer.
 *
 * @param options by the names that the settings have
 * @param settings that may speak of the profile or the method
 * @param profile which login
 * @param last how it was made before
 */
record ParameterForm(
    Map<String, String> options, Settings settings, String profile, LastLogin last) {
  private static final String FIELD = "parameters";

  private static final Set<String> MODES = Set.of("", "query", "form_post");

  /* What the protocol sets, nobody overrides. */
  private static final Set<String> OF_THE_PROTOCOL =
      Set.of(
          "actor_token",
          "actor_token_type",
          "assertion",
          "client_assertion",
          "client_assertion_type",
          "client_id",
          "client_secret",
          "code",
          "code_challenge",
          "code_challenge_method",
          "code_verifier",
          "device_code",
          "grant_type",
          "redirect_uri",
          "refresh_token",
          "request",
          "request_uri",
          "response_type",
          "scope",
          "state",
          "subject_token",
          "subject_token_type");

  /**
   * The parameters of a login by {@code method} at {@code issuer}, by name.
   *
   * @param otherwise those that are known to be needed there
   * @throws ConfigurationException if one is the protocol's own
   */
  Map<String, String> fill(Method method, @Nullable String issuer, Map<String, String> otherwise)
      throws SettingsException {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, LastLogin.parameters(options));
    put(parameters, said("profiles", profile, issuer));
    if (issuer != null && ClientRegistration.isSame(issuer, last.field("issuer"))) {
      put(parameters, LastLogin.parameters(last.fields()));
    }
    put(parameters, said("issuers", method.word(), issuer));
    put(parameters, otherwise);
    parameters.values().removeIf(String::isEmpty); // NAME= forgets it
    return parameters;
  }

  private static void put(Map<String, String> parameters, Map<String, String> more) {
    for (Map.Entry<String, String> one : more.entrySet()) {
      if (one.getKey().isEmpty()) {
        throw new ConfigurationException("a parameter needs a name: NAME=VALUE");
      }
      if (OF_THE_PROTOCOL.contains(one.getKey())) {
        throw new ConfigurationException(
            "parameter " + one.getKey() + " is the protocol's own, and cannot be set");
      }
      if (one.getKey().equals("response_mode") && !MODES.contains(one.getValue())) {
        throw new ConfigurationException(
            "response_mode is query or form_post: no other brings the answer to this machine");
      }
      parameters.putIfAbsent(one.getKey(), one.getValue());
    }
  }

  private Map<String, String> said(String group, String name, @Nullable String issuer)
      throws SettingsException {
    Setting theirs = settings.find(List.of(group, name, "issuer"));
    Setting said = settings.find(List.of(group, name, FIELD));
    return said == null || (theirs != null && !ClientRegistration.isSame(theirs.issuer(), issuer))
        ? Map.of()
        : texts(said);
  }

  /**
   * The texts that a field {@code parameters} holds, by name.
   *
   * @throws SettingsException if it is no object of texts
   */
  static Map<String, String> texts(Setting said) throws SettingsException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : said.members()) {
      texts.put(name, Objects.requireNonNull(said.member(name)).text());
    }
    return texts;
  }
}
