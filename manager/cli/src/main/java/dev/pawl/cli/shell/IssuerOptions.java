package dev.pawl.cli.shell;

import dev.pawl.cli.text.UsageException;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.issuer.IssuerPresets;
import dev.pawl.issuer.KnownIssuer;
import dev.pawl.login.RegistrationForm;
import dev.pawl.settings.Setting;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.LastLogin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Against whom a login is made; what is not given here may stand in the settings. */
public final class IssuerOptions {
  @Option(
      names = "--issuer",
      paramLabel = "URL|NAME",
      description =
          "the authorization server, exactly as it names itself (RFC 8414), or a NAME[:PART] of "
              + "'pawl issuers'; what is not given here or in the settings is as it was at the last "
              + "login of the profile")
  private @Nullable String issuer;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "the client that the issuer knows; 'pawl' if not given")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret",
      paramLabel = "PLACE",
      description =
          "where the client's secret is, if it has one: file:PATH (a private file), env:NAME (a "
              + "variable of every process that refreshes) or command:LINE (which prints it); "
              + "never the secret itself, which others would see")
  private @Nullable String clientSecret;

  @Option(
      names = "--client-key",
      paramLabel = "PLACE",
      description =
          "where the client's private key is (PEM or JWK), if it signs with one: as for "
              + "--client-secret")
  private @Nullable String clientKey;

  @Option(
      names = "--client-certificate",
      paramLabel = "PLACE",
      description =
          "where the client's certificate and its private key are (PEM), if it shows one in TLS: as "
              + "for --client-secret")
  private @Nullable String clientCertificate;

  @Option(
      names = "--client-authentication",
      paramLabel = "M",
      description =
          "how the client proves who it is: none, client_secret_basic, client_secret_post, "
              + "client_secret_jwt, private_key_jwt, tls_client_auth or self_signed_tls_client_auth; "
              + "what the issuer supports if not given")
  private @Nullable String clientAuthentication;

  @Option(
      names = "--scope",
      paramLabel = "S",
      description =
          "the scopes to ask for, separated by spaces; with a refresh token for the record")
  private @Nullable String scope;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description =
          "a parameter that the issuer wants besides, as audience or access_type; NAME= forgets it; "
              + "may be given for several names")
  private final Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--dpop",
      negatable = true,
      description =
          "have the tokens bound to a key that is made for this login (DPoP, RFC 9449): whoever copies "
              + "a token alone cannot use it")
  private @Nullable Boolean dpop;

  @Option(
      names = "--replay",
      paramLabel = "R",
      description =
          "what may follow a refresh that was not answered: unknown (default), window:Ns "
              + "(the server accepts a replay for N seconds), free (it does not rotate), never")
  private @Nullable String replay;

  @Option(
      names = "--token-endpoint",
      paramLabel = "URL",
      description = "where tokens are asked for; the issuer is asked if not given, as for the next")
  private @Nullable String tokenEndpoint;

  @Option(
      names = "--authorization-endpoint",
      paramLabel = "URL",
      description = "where a browser begins")
  private @Nullable String authorizationEndpoint;

  @Option(
      names = "--device-endpoint",
      paramLabel = "URL",
      description = "where a login on another device begins")
  private @Nullable String deviceEndpoint;

  @Option(
      names = "--pushed-authorization-endpoint",
      paramLabel = "URL",
      description =
          "where the request is sent ahead of the browser (RFC 9126), for clients that must; asked "
              + "of the issuer if it takes no others")
  private @Nullable String pushedEndpoint;

  @Option(
      names = "--api-key-endpoint",
      paramLabel = "URL",
      description = "where the method console has a key made")
  private @Nullable String apiKeyEndpoint;

  @Option(
      names = "--redirect-uri",
      paramLabel = "URL",
      description =
          "the redirect address that is registered: http://127.0.0.1:PORT/PATH of this machine, "
              + "or the issuer's page that shows a code to be pasted; any free port if not given")
  private @Nullable String redirectUri;

  /** The client that an option names; null if none does. */
  @Nullable
  public String clientId() {
    return clientId;
  }

  /** Whether an option tells how the client proves who it is. */
  public boolean authenticates() {
    return clientSecret != null
        || clientKey != null
        || clientCertificate != null
        || clientAuthentication != null;
  }

  /**
   * The login that is asked for, as far as the options and {@code program} tell.
   *
   * @throws SettingsException if the settings cannot be read, or name no issuer
   */
  public RegistrationForm form(
      Shell shell, String profile, @Nullable String method, Map<String, String> program)
      throws SettingsException {
    Map<String, String> options = new LinkedHashMap<>(program);
    put(options, "method", method);
    KnownIssuer known = known(issuer);
    put(options, "issuer", known.facts().getOrDefault("issuer", issuer));
    put(options, "clientId", clientId);
    put(options, "clientSecret", clientSecret == null ? null : absolute(clientSecret));
    put(options, "clientKey", clientKey == null ? null : absolute(clientKey));
    put(
        options,
        "clientCertificate",
        clientCertificate == null ? null : absolute(clientCertificate));
    put(options, "clientAuthentication", clientAuthentication);
    put(options, "scope", scope);
    put(options, "dpop", dpop == null ? null : dpop.toString());
    put(options, "replay", replay);
    put(options, "tokenEndpoint", tokenEndpoint);
    put(options, "authorizationEndpoint", authorizationEndpoint);
    put(options, "deviceAuthorizationEndpoint", deviceEndpoint);
    put(options, "pushedAuthorizationEndpoint", pushedEndpoint);
    put(options, "apiKeyEndpoint", apiKeyEndpoint);
    put(options, "redirectUri", redirectUri);
    parameters.forEach((name, value) -> put(options, LastLogin.PARAMETER + name, value));
    return form(shell, profile, options, issuer == null ? said(shell, profile) : known);
  }

  /* The settings may name a preset as the option does. */
  private static KnownIssuer said(Shell shell, String profile) throws SettingsException {
    Setting issuer = shell.settings().find(List.of("profiles", profile, "issuer"));
    if (issuer == null || !IssuerPresets.isName(issuer.text())) {
      return KnownIssuer.NONE;
    }
    try {
      return IssuerPresets.known(issuer.text());
    } catch (IllegalArgumentException e) {
      throw issuer.malformed("names no issuer: " + e.getMessage());
    }
  }

  private static KnownIssuer known(@Nullable String issuer) {
    try {
      return issuer == null || !IssuerPresets.isName(issuer)
          ? KnownIssuer.NONE
          : IssuerPresets.known(issuer);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /* Whoever refreshes later runs somewhere else. */
  static String absolute(String place) {
    String file = "file:";
    return place.startsWith(file) && place.length() > file.length()
        ? file + Path.of(place.substring(file.length())).toAbsolutePath().normalize()
        : place;
  }

  /** What is known of {@code profile} without an option. */
  static RegistrationForm known(Shell shell, String profile) {
    return form(shell, profile, Map.of(), KnownIssuer.NONE);
  }

  private static RegistrationForm form(
      Shell shell, String profile, Map<String, String> options, KnownIssuer known) {
    return new RegistrationForm(
        options,
        known,
        shell.settings(),
        profile,
        new ProfileReport(shell.environment(), profile).lastLogin());
  }

  private static void put(Map<String, String> options, String name, @Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }
}
