package dev.pawl.authentication;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.FileIdentity;
import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientAssertion;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.signing.JoseEngine;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.UnusableKeyException;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.SecretReference;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the secrets and keys of clients where the settings, or a login, say that they are. They are
 * read for each request, so that a new one counts at once, and are kept nowhere. Thread-safe.
 */
public final class ClientSecrets {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Settings settings;
  private final Map<String, String> environment;
  private final TokenClock clock;
  private final OtherLogins others;
  private final ConcurrentMap<String, Missing> missing = new ConcurrentHashMap<>();

  /** Why a secret could not be had, and until when that is not looked at again. */
  private record Missing(TokenException why, long until) {}

  /**
   * Secrets of the clients that {@code settings} speak of.
   *
   * @param environment of this process: what {@code env:} names, and what a command gets
   */
  public ClientSecrets(Settings settings, Map<String, String> environment, TokenClock clock) {
    this(settings, environment, clock, OtherLogins.NONE);
  }

  /** The same where the tokens of {@code others} may be exchanged. */
  public ClientSecrets(
      Settings settings, Map<String, String> environment, TokenClock clock, OtherLogins others) {
    this.others = others;
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /**
   * What {@code client}, to whom the login of {@code profile} is bound, can authenticate with: the
   * one to be used, and perhaps another to be used if the server refuses that.
   *
   * @throws TokenException FIX_CONFIGURATION if a secret is needed and none can be had; the message
   *     says which and what to do, and holds no secret
   * @throws IOException if the settings cannot be read or understood
   */
  public ClientCredentials read(String profile, ClientRegistration client) throws IOException {
    AuthenticationSettings said = AuthenticationSettings.of(settings, profile, client);
    Map<String, String> headers = RequestSettings.of(settings, profile, client).headers();
    if (!said.method().needsSecret()) {
      return new ClientCredentials(List.of(ClientCredential.NONE.with(headers)));
    }
    if (said.method().isByCertificate() && said.places().isEmpty() && isShownByAll()) {
      ClientCredential shown = ClientCredential.of(said.method(), null);
      return new ClientCredentials(List.of(shown.with(headers)));
    }
    try {
      ClientCredentials read =
          new ClientCredentials(
              readable(profile, said).stream().map(one -> one.with(headers)).toList());
      missing.remove(profile);
      return read;
    } catch (TokenException e) {
      missing.put(profile, new Missing(e, clock.nanos() + QUIET_NANOS));
      throw e;
    }
  }

  /* Every connection of this machine shows a certificate. */
  private boolean isShownByAll() throws SettingsException {
    return settings.find("network.identity") != null;
  }

  /**
   * What {@code grant}, the login of {@code profile}, presents at the token endpoint.
   *
   * @throws TokenException FIX_CONFIGURATION if something of it cannot be had; the message says
   *     which and what to do, and holds no secret. What another profile says if its token is to be
   *     exchanged
   * @throws IOException if the settings cannot be read or understood
   */
  public AuthorizationGrant.Supply presented(String profile, Grant grant) throws IOException {
    Map<String, String> repeated =
        RequestSettings.of(settings, profile, grant.client()).repeated(grant);
    try {
      AuthorizationGrant.Supply supply =
          new ProgramSecrets(environment, clock, others).read(profile, grant);
      return () -> supply.next().besides(repeated);
    } catch (TokenException e) {
      missing.put(profile, new Missing(e, clock.nanos() + QUIET_NANOS));
      throw e;
    }
  }

  /**
   * Why, a moment ago, this process could not have the secret that {@code profile} needs; null if
   * that is not known to be so: a look at memory, for who would ask again at once.
   */
  public @Nullable TokenException problem(String profile) {
    Missing last = missing.isEmpty() ? null : missing.get(profile);
    return last != null && clock.nanos() - last.until < 0 ? last.why : null;
  }

  /* One that cannot be had is passed over while another can. */
  private List<ClientCredential> readable(String profile, AuthenticationSettings said) {
    TokenException first = null;
    List<ClientCredential> credentials = new ArrayList<>();
    SecretPlaceText text = SecretPlaceText.ofClient(profile, said.method(), environment);
    for (SecretReference place : said.places()) {
      try {
        credentials.add(credential(said, text, place));
      } catch (TokenException e) {
        first = first == null ? e : first;
      }
    }
    if (credentials.isEmpty()) {
      throw first != null ? first : unnamed(profile, said);
    }
    return credentials;
  }

  private ClientCredential credential(
      AuthenticationSettings said, SecretPlaceText text, SecretReference place) {
    String secret = text.read(place);
    if (!said.method().isSigned() && !said.method().isByCertificate()) {
      return new ClientCredential(said.method(), secret);
    }
    try {
      if (said.method().isByCertificate()) {
        return ClientCredential.of(said.method(), CertificateText.read(secret));
      }
      JoseEngine engine = JoseEngine.find();
      JwtSigner signer =
          isKey(said) ? engine.ofPrivateKey(secret, said.use()) : engine.ofSecret(secret);
      ClientAssertion assertion = new ClientAssertion(signer, said.audience(), clock);
      return new ClientCredential(said.method(), "", assertion);
    } catch (UnusableKeyException e) {
      throw text.problem(place + " " + e.getMessage(), e);
    }
  }

  private static boolean isKey(AuthenticationSettings said) {
    return said.method() == Method.PRIVATE_KEY_JWT;
  }

  private TokenException unnamed(String profile, AuthenticationSettings said) {
    Method method = said.method();
    return SecretPlaceText.ofClient(profile, method, environment)
        .problem(
            "method "
                + method.word()
                + " needs one; say where it is with the setting "
                + method.setting()
                + (method.isByCertificate() ? ", or with --client-certificate at a login" : ""),
            null);
  }

  /**
   * Whether {@code client} needs a secret; none is looked at.
   *
   * @throws IOException if the settings cannot be read or understood
   */
  public boolean isNeeded(String profile, ClientRegistration client) throws IOException {
    return AuthenticationSettings.of(settings, profile, client).method().needsSecret();
  }

  /**
   * Whether all processes have the same secrets of the login {@code grant}, and can tell whether
   * one was changed: those in files, the settings among them.
   *
   * @throws IOException if the settings cannot be read or understood
   */
  public boolean areInFiles(String profile, Grant grant) throws IOException {
    return places(settings, profile, grant).stream()
        .map(SecretReference::kind)
        .allMatch(kind -> kind == SecretReference.Kind.FILE || kind == SecretReference.Kind.TEXT);
  }

  private static List<SecretReference> places(Settings settings, String profile, Grant grant)
      throws SettingsException {
    List<SecretReference> places = new ArrayList<>();
    places.addAll(AuthenticationSettings.of(settings, profile, grant.client()).places());
    places.addAll(ProgramFields.of(grant).places());
    return places;
  }

  /**
   * The present state of the files that hold the secrets of the login {@code grant}, empty if none
   * does: what a server refused under another may be right now. Never throws: what cannot be looked
   * at is a state too.
   */
  public static String identity(Settings settings, String profile, Grant grant) {
    StringBuilder identity = new StringBuilder();
    try {
      for (SecretReference place : places(settings, profile, grant)) {
        if (place.kind() == SecretReference.Kind.FILE) {
          identity.append('+').append(FileIdentity.of(Path.of(place.place())).hashCode());
        }
      }
    } catch (IOException | ConfigurationException e) {
      identity.append('?');
    }
    return identity.toString();
  }

  /** Says nothing of the variables. */
  @Override
  public String toString() {
    return "ClientSecrets[" + settings + "]";
  }
}
