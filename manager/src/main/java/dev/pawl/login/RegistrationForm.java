package dev.pawl.login;

import dev.pawl.LoginPolicy;
import dev.pawl.oauth.AuthorizationServer;
import dev.pawl.oauth.ConfigurationException;
import dev.pawl.oauth.ServerMetadata;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Client;
import dev.pawl.spi.Replay;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registration to be filled in: by the options of the command, then by the settings of the
 * profile ({@code profiles.NAME}), then by those of the method ({@code issuers.METHOD}), then by
 * what the issuer says of itself (RFC 8414). Nothing is assumed of any issuer.
 *
 * @param options by the names that the settings have: {@code issuer}, {@code clientId} ...
 * @param settings that may speak of the profile
 * @param profile which login
 */
public record RegistrationForm(Map<String, String> options, Settings settings, String profile) {
  /* Reserved never to exist (RFC 2606): nothing is ever sent for a login without a server. */
  private static final String NOWHERE = "https://no-issuer.invalid";

  /**
   * How the login is to be made.
   *
   * @throws ConfigurationException if the word is none
   */
  public Method method() throws SettingsException {
    String word = options.get("method");
    Setting setting = word == null ? settings.find(List.of("profiles", profile, "method")) : null;
    String chosen = word != null || setting == null ? word : setting.text();
    try {
      return Method.parse(chosen == null ? preselected() : chosen);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          (setting == null ? "" : setting + ": ") + String.valueOf(e.getMessage()), e);
    }
  }

  /* What the machine forces is what is meant by somebody who says nothing. */
  private String preselected() throws SettingsException {
    String forced = LoginPolicy.of(settings).method();
    return forced == null ? Method.OAUTH.word() : forced;
  }

  /**
   * The registration.
   *
   * @param server asked for what is missing
   * @param patience for each document of it
   * @throws IOException if the server cannot be asked, or is not to be trusted
   * @throws ConfigurationException if something is missing or malformed
   */
  public Registration fill(AuthorizationServer server, Duration patience) throws IOException {
    Method method = method();
    String issuer = text(method, "issuer");
    if (issuer == null && method != Method.API_KEY) {
      throw new ConfigurationException(
          "no issuer is known; give --issuer, or set it in profiles." + profile);
    }
    Endpoints given =
        new Endpoints(
            uri(method, "authorizationEndpoint"),
            uri(method, "deviceAuthorizationEndpoint"),
            uri(method, "apiKeyEndpoint"),
            uri(method, "redirectUri"),
            false);
    URI token = method == Method.API_KEY ? URI.create(NOWHERE) : uri(method, "tokenEndpoint");
    String named = issuer == null ? NOWHERE : issuer;
    ServerMetadata found =
        token == null || lacks(method, given) ? server.discover(named, patience) : null;
    return registration(method, new Parts(named, token, found), given);
  }

  private record Parts(String issuer, @Nullable URI token, @Nullable ServerMetadata found) {
    @Nullable URI or(@Nullable URI given, @Nullable URI said) {
      return given != null || found == null ? given : said;
    }
  }

  private static boolean lacks(Method method, Endpoints given) {
    return (method.needsAuthorization() && given.authorization() == null)
        || (method == Method.DEVICE && given.device() == null);
  }

  private Registration registration(Method method, Parts parts, Endpoints given)
      throws SettingsException {
    ServerMetadata found = parts.found();
    Endpoints endpoints =
        new Endpoints(
            parts.or(given.authorization(), found == null ? null : found.authorizationEndpoint()),
            parts.or(given.device(), found == null ? null : found.deviceAuthorizationEndpoint()),
            given.apiKey(),
            given.redirect(),
            found != null && found.namesItself());
    require(method, endpoints);
    URI token = parts.or(parts.token(), found == null ? null : found.tokenEndpoint());
    Client client =
        new Client(
            parts.issuer(),
            token == null ? URI.create(NOWHERE) : token,
            parts.or(
                uri(method, "revocationEndpoint"),
                found == null ? null : found.revocationEndpoint()),
            text(method, "clientId", "pawl"),
            text(method, "scope", ""),
            replay(text(method, "replay", "unknown")));
    String billing = text(method, "billing");
    return new Registration(
        method,
        client,
        endpoints,
        billing == null ? method.billing() : Billing.parse(billing),
        text(method, "apiKeyKind", ""));
  }

  private void require(Method method, Endpoints endpoints) {
    if (method.needsAuthorization() && endpoints.authorization() == null) {
      throw missing("authorization endpoint", "authorizationEndpoint");
    }
    if (method == Method.DEVICE && endpoints.device() == null) {
      throw missing("device authorization endpoint", "deviceAuthorizationEndpoint");
    }
    if (method == Method.CONSOLE && endpoints.apiKey() == null) {
      throw missing("API key endpoint", "apiKeyEndpoint");
    }
  }

  private ConfigurationException missing(String what, String setting) {
    return new ConfigurationException(
        "the issuer names no " + what + "; set profiles." + profile + "." + setting);
  }

  private static Replay replay(String text) {
    try {
      return Replay.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private String text(Method method, String field, String otherwise) throws SettingsException {
    String text = text(method, field);
    return text == null ? otherwise : text;
  }

  private @Nullable String text(Method method, String field) throws SettingsException {
    String option = options.get(field);
    if (option != null) {
      return option;
    }
    Setting own = settings.find(List.of("profiles", profile, field));
    boolean speaks = own != null && speaksOfOurs(List.of("profiles", profile, "issuer"));
    List<String> shared = List.of("issuers", method.word(), "issuer");
    Setting setting =
        speaks || !speaksOfOurs(shared)
            ? (speaks ? own : null)
            : settings.find(List.of("issuers", method.word(), field));
    return setting == null ? null : setting.text();
  }

  /* Where another issuer was asked for, no endpoint of the one in the settings may be mixed in. */
  private boolean speaksOfOurs(List<String> path) throws SettingsException {
    String asked = options.get("issuer");
    Setting issuer = asked == null ? null : settings.find(path);
    return issuer == null || issuer.text().equals(asked);
  }

  private @Nullable URI uri(Method method, String field) throws SettingsException {
    String text = text(method, field);
    try {
      return text == null ? null : new URI(text);
    } catch (URISyntaxException e) {
      throw new ConfigurationException(field + " is not an address", e);
    }
  }
}
