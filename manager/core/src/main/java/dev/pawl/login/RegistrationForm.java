package dev.pawl.login;

import dev.pawl.authentication.ProgramFields;
import dev.pawl.issuer.KnownIssuer;
import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.AuthorizationServer;
import dev.pawl.oauth.ServerMetadata;
import dev.pawl.policy.LoginPolicy;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Billing;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.ReplayPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A registration to be filled in: by the options of the command, then by the settings of the
 * profile ({@code profiles.NAME}), then by how its last login was made, then by the settings of the
 * method ({@code issuers.METHOD}), then by what the issuer says of itself (RFC 8414). What was said
 * of one issuer is never used for another.
 *
 * <p>If the options or the settings of the profile name a preset, its facts follow the settings,
 * and precede how the last login was made: a fact that is known better now counts.
 *
 * @param options by the names that the settings have: {@code issuer}, {@code clientId} ...
 * @param known what is known of the issuer that the options, or the settings of the profile, name
 * @param settings that may speak of the profile
 * @param profile which login
 * @param last how it was made before
 */
public record RegistrationForm(
    Map<String, String> options,
    KnownIssuer known,
    Settings settings,
    String profile,
    LastLogin last) {
  /* Whether tokens are bound to a key. */
  private static final String BOUND = "dpop";

  /* Addresses that no issuer may tell of itself: they are kept with the login. */
  private static final List<String> ADDRESSES =
      List.of(
          "tokenEndpoint",
          "authorizationEndpoint",
          "deviceAuthorizationEndpoint",
          "pushedAuthorizationEndpoint",
          "apiKeyEndpoint",
          "redirectUri");

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

  /* What the machine forces is what is meant by somebody who says nothing, then what was before. */
  private String preselected() throws SettingsException {
    String forced = LoginPolicy.of(settings).method();
    String before = last.field("method");
    return forced != null ? forced : before == null ? Method.OAUTH.word() : before;
  }

  /**
   * At whom the login is to be made, as people write it; null if nobody says it. The registration
   * has the issuer as it names itself.
   */
  public @Nullable String issuer() throws SettingsException {
    return issuer(method());
  }

  /** Whether it is known without another option where the login is to be made. */
  public boolean knowsIssuer() throws SettingsException {
    Method method = method();
    return method == Method.API_KEY || issuer(method) != null;
  }

  /**
   * The registration.
   *
   * @param server asked for what is missing
   * @param waitTimeout for each document of it
   * @throws IOException if the server cannot be asked, or is not to be trusted
   * @throws ConfigurationException if something is missing or malformed
   * @throws LoginException FIX_CONFIGURATION if the server takes no client as this one is
   */
  public Registration fill(AuthorizationServer server, Duration waitTimeout)
      throws IOException, LoginException {
    Method method = method();
    String issuer = issuer(method);
    if (issuer == null && method != Method.API_KEY) {
      throw new ConfigurationException(
          "no issuer is known; give --issuer, or set it in profiles." + profile);
    }
    Endpoints given =
        new Endpoints(
            uri(method, "authorizationEndpoint"),
            uri(method, "deviceAuthorizationEndpoint"),
            uri(method, "pushedAuthorizationEndpoint"),
            uri(method, "apiKeyEndpoint"),
            null,
            null,
            uri(method, "redirectUri"),
            false);
    URI token =
        method == Method.API_KEY ? URI.create(ClientRegistration.NO_ISSUER) : token(method, issuer);
    String named = issuer == null ? ClientRegistration.NO_ISSUER : issuer;
    ServerMetadata found =
        token == null || lacks(method, given) ? server.discover(named, waitTimeout) : null;
    return registration(
        method, new Parts(found == null ? named : found.issuer(), token, found), given);
  }

  /* A refresh token goes where the last one went, also to a server that tells nothing of itself. */
  private @Nullable URI token(Method method, @Nullable String issuer) throws SettingsException {
    URI given = uri(method, "tokenEndpoint");
    return given == null && method == Method.REFRESH_TOKEN && isBefore(issuer)
        ? last.tokenEndpoint()
        : given;
  }

  private boolean isBefore(@Nullable String issuer) {
    return issuer != null && ClientRegistration.isSame(issuer, last.field("issuer"));
  }

  private record Parts(String issuer, @Nullable URI token, @Nullable ServerMetadata found) {
    @Nullable URI or(@Nullable URI given, @Nullable URI said) {
      return given != null || found == null ? given : said;
    }

    Parts byCertificate() {
      return new Parts(issuer, token, found == null ? null : found.byCertificate());
    }
  }

  private static boolean lacks(Method method, Endpoints given) {
    return (method.needsAuthorization() && given.authorization() == null)
        || (method == Method.DEVICE && given.device() == null);
  }

  private Registration registration(Method method, Parts parts, Endpoints given)
      throws SettingsException, LoginException {
    AuthenticationForm form = new AuthenticationForm(options, settings, profile, last);
    ClientRegistration told = client(method, parts);
    ServerMetadata asked = parts.found();
    ClientAuthentication authentication =
        method == Method.API_KEY
            ? null
            : form.fill(
                told,
                asked == null ? known.authenticationMethods() : asked.authenticationMethods());
    boolean shows = authentication != null && authentication.method().isByCertificate();
    Parts used = shows ? parts.byCertificate() : parts;
    ServerMetadata found = used.found();
    Endpoints endpoints =
        new Endpoints(
            used.or(given.authorization(), found == null ? null : found.authorizationEndpoint()),
            used.or(given.device(), found == null ? null : found.deviceAuthorizationEndpoint()),
            used.or(given.pushed(), found == null ? null : found.pushedAuthorizationEndpoint()),
            given.apiKey(),
            found == null ? null : found.userInfoEndpoint(),
            found == null ? null : found.keys(),
            given.redirect(),
            found != null && found.namesItself());
    require(method, endpoints, found != null && found.requiresPush());
    String billing = text(method, "billing");
    return new Registration(
        method,
        client(method, used).with(authentication),
        endpoints,
        billing == null ? method.billing() : Billing.parse(billing),
        text(method, "apiKeyKind", ""),
        key(method, found),
        given(method));
  }

  private ClientRegistration client(Method method, Parts parts) throws SettingsException {
    ServerMetadata found = parts.found();
    URI token = parts.or(parts.token(), found == null ? null : found.tokenEndpoint());
    return new ClientRegistration(
        parts.issuer(),
        token == null ? URI.create(ClientRegistration.NO_ISSUER) : token,
        revocation(method, parts),
        text(method, "clientId", method.clientId()),
        text(method, "scope", known.wishes().getOrDefault("scope", "")),
        replay(method));
  }

  /* Another key for each login (RFC 9449): what was issued for one is of no use with another. */
  private @Nullable ProofKey key(Method method, @Nullable ServerMetadata found)
      throws SettingsException {
    if (!isBound(method)) {
      return null;
    }
    if (method == Method.CONSOLE) {
      throw new ConfigurationException("dpop is of no use to method console, which keeps no token");
    }
    List<String> algorithms = found == null ? List.of() : found.proofAlgorithms();
    if (!algorithms.isEmpty() && !algorithms.contains(ProofKey.ALGORITHM)) {
      throw new ConfigurationException(
          "the issuer takes proofs of possession (DPoP) by "
              + String.join(", ", algorithms)
              + " alone, and not by "
              + ProofKey.ALGORITHM
              + "; log in with --no-dpop");
    }
    return ProofKey.fresh();
  }

  private boolean isBound(Method method) throws SettingsException {
    return method != Method.API_KEY && Boolean.parseBoolean(text(method, BOUND, ""));
  }

  private @Nullable URI revocation(Method method, Parts parts) throws SettingsException {
    URI given = uri(method, "revocationEndpoint");
    URI before = isBefore(parts.issuer()) ? last.revocationEndpoint() : null;
    ServerMetadata found = parts.found();
    return given != null || found == null
        ? (given == null ? before : given)
        : found.revocationEndpoint();
  }

  private Map<String, String> given(Method method) throws SettingsException {
    Map<String, String> given = new LinkedHashMap<>();
    for (String field : ADDRESSES) {
      String text = method == Method.API_KEY ? null : text(method, field);
      if (text != null) {
        given.put(field, text);
      }
    }
    if (isBound(method)) {
      given.put(BOUND, "true");
    }
    if (method != Method.API_KEY) {
      new ParameterForm(options, settings, profile, last)
          .fill(method, issuer(method), LastLogin.parameters(known.wishes()))
          .forEach((name, value) -> given.put(LastLogin.PARAMETER + name, value));
      given.putAll(errors(issuer(method)));
      given.putAll(program(method));
    }
    return given;
  }

  private Map<String, String> program(Method method) throws SettingsException {
    Map<String, String> program = new LinkedHashMap<>();
    for (String field : ProgramFields.of(method.grantType())) {
      String text = text(method, field);
      if (text != null) {
        program.put(field, text);
      }
    }
    String client = text(method, "clientId", method.clientId());
    new ProgramFields(program).requireSense(method.grantType(), client);
    return program;
  }

  /* What its errors mean is kept with the login: nobody who refreshes looks for a preset. */
  private Map<String, String> errors(@Nullable String issuer) {
    boolean named = !known.equals(KnownIssuer.NONE);
    Map<String, String> from =
        named ? known.facts() : isBefore(issuer) ? last.fields() : Map.<String, String>of();
    Map<String, String> errors = new LinkedHashMap<>(from);
    errors.keySet().retainAll(KnownIssuer.ERRORS);
    return errors;
  }

  private void require(Method method, Endpoints endpoints, boolean pushes) {
    if (method.needsAuthorization() && endpoints.authorization() == null) {
      throw missing("authorization endpoint", "authorizationEndpoint", "--authorization-endpoint");
    }
    if (method.needsAuthorization() && pushes && endpoints.pushed() == null) {
      throw missing(
          "pushed authorization request endpoint, though it takes no other requests",
          "pushedAuthorizationEndpoint",
          "--pushed-authorization-endpoint");
    }
    if (method == Method.DEVICE && endpoints.device() == null) {
      throw missing(
          "device authorization endpoint", "deviceAuthorizationEndpoint", "--device-endpoint");
    }
    if (method == Method.CONSOLE && endpoints.apiKey() == null) {
      throw missing("API key endpoint", "apiKeyEndpoint", "--api-key-endpoint");
    }
  }

  private ConfigurationException missing(String what, String setting, String option) {
    return new ConfigurationException(
        "the issuer names no "
            + what
            + "; give "
            + option
            + ", or set profiles."
            + profile
            + "."
            + setting);
  }

  /* Who asks for a token of its own may ask as often as it wants: nothing is spent. */
  private ReplayPolicy replay(Method method) throws SettingsException {
    try {
      return method.grantType().isMinted()
          ? ReplayPolicy.FREE
          : ReplayPolicy.parse(text(method, "replay", "unknown"));
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
    String issuer = issuer(method);
    String said = ofIssuer(List.of("profiles", profile), field, issuer);
    String own = said == null ? fact(method, field, issuer) : said;
    String before = own == null && isBefore(issuer) ? last.field(field) : own;
    return before == null ? ofIssuer(List.of("issuers", method.word()), field, issuer) : before;
  }

  private @Nullable String fact(Method method, String field, @Nullable String issuer)
      throws SettingsException {
    String fact = isChosen(field, issuer) ? null : known.facts().get(field);
    String shared =
        fact == null ? null : ofIssuer(List.of("issuers", method.word()), field, issuer);
    return shared == null ? fact : shared;
  }

  /* Who said once what may follow a lost answer is not overruled by what is known in general. */
  private boolean isChosen(String field, @Nullable String issuer) {
    String before = isBefore(issuer) ? last.field(field) : null;
    return field.equals("replay")
        && before != null
        && !before.equals(ReplayPolicy.UNKNOWN.toString());
  }

  /* The issuer of the last login outranks that of a method which the login was not made by. */
  private @Nullable String issuer(Method method) throws SettingsException {
    String own = options.get("issuer");
    String said = own == null ? saidIssuer(List.of("profiles", profile)) : own;
    if (said != null) {
      return said;
    }
    String shared = saidIssuer(List.of("issuers", method.word()));
    String before = last.field("issuer");
    boolean same = method.word().equals(last.field("method"));
    boolean counts = method != Method.API_KEY && (shared == null || same);
    return before != null && counts ? before : shared;
  }

  /* Where another issuer is meant, no address of the one in these settings may be mixed in. */
  private @Nullable String ofIssuer(List<String> path, String field, @Nullable String issuer)
      throws SettingsException {
    String theirs = saidIssuer(path);
    return theirs == null || ClientRegistration.isSame(theirs, issuer)
        ? said(Stream.concat(path.stream(), Stream.of(field)).toList())
        : null;
  }

  private @Nullable String saidIssuer(List<String> path) throws SettingsException {
    Setting setting = settings.find(Stream.concat(path.stream(), Stream.of("issuer")).toList());
    return setting == null ? null : setting.issuer();
  }

  private @Nullable String said(List<String> path) throws SettingsException {
    Setting setting = settings.find(path);
    if (setting != null && path.get(path.size() - 1).equals(BOUND)) {
      return String.valueOf(setting.flag());
    }
    return setting == null ? null : setting.text();
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
