package dev.pawl.credentials;

import dev.pawl.authentication.AuthenticationSettings;
import dev.pawl.clock.TokenClock;
import dev.pawl.network.Transport;
import dev.pawl.network.TransportSettings;
import dev.pawl.oauth.AuthorizationServer;
import dev.pawl.oauth.ServerMetadata;
import dev.pawl.policy.LoginPolicy;
import dev.pawl.process.Ascii;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.settings.ProfileSettings;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.VendorVariables;
import dev.pawl.source.SecretText;
import dev.pawl.source.SourceException;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A login without a browser: a refresh token in {@value #REFRESH_TOKEN} with its scopes in {@value
 * #SCOPES}. It becomes the stored login of a profile that has none, bound to the issuer that the
 * settings name for that profile; from then on the variable is of no use any more.
 *
 * @param profile that it is for
 * @param environment where the variables are
 */
record EnvironmentLogin(ProfileFiles profile, Map<String, String> environment) {
  static final String REFRESH_TOKEN = VendorVariables.REFRESH_TOKEN;
  static final String SCOPES = VendorVariables.SCOPES;

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int MOST_SCOPES = 4_096;

  /** Whether there is a refresh token that was not made a login yet. */
  boolean isPending() throws IOException {
    if (!isSet() || used() || LoginPolicy.refusalToStart(environment, settings()) != null) {
      return false;
    }
    String unused = scopes();
    ProfileSettings mine = settings().profile(profile.name());
    if (mine.issuer() == null || mine.clientId() == null) {
      throw new SourceException(
          REFRESH_TOKEN,
          "is set, but the settings do not say whose it is: set issuer and clientId of profiles."
              + profile.name()
              + " in "
              + settings().user());
    }
    return true;
  }

  /** Whether the variable is set and not empty. */
  boolean isSet() throws SourceException {
    return !refreshToken().isEmpty();
  }

  /** Why a token in the variable is not made a login; null if nothing is to be said of it. */
  @Nullable String note() throws IOException {
    if (!isSet()) {
      return null;
    }
    if (used()) {
      return REFRESH_TOKEN + " is ignored: its token became a login before";
    }
    TokenException refusal = LoginPolicy.refusalToStart(environment, settings());
    return REFRESH_TOKEN
        + " is ignored: "
        + (refusal == null ? "the profile has a login" : refusal.getMessage());
  }

  private boolean used() throws IOException {
    Fingerprint fingerprint = Fingerprint.of(refreshToken());
    return profile.directory().adoptions().isDone(fingerprint)
        || profile.journal().read().hasSpent(fingerprint);
  }

  private String refreshToken() throws SourceException {
    return SecretText.check(environment.getOrDefault(REFRESH_TOKEN, ""), REFRESH_TOKEN);
  }

  private String scopes() throws SourceException {
    String scopes = environment.getOrDefault(SCOPES, "");
    if (scopes.isBlank()) {
      throw new SourceException(
          REFRESH_TOKEN, "needs " + SCOPES + " beside it: its scopes, separated by spaces");
    }
    if (scopes.length() > MOST_SCOPES || !isOfScopes(scopes)) {
      throw new SourceException(SCOPES, "holds what no scope has (RFC 6749 section 3.3)");
    }
    return scopes;
  }

  private static boolean isOfScopes(String text) {
    return Ascii.isPrintable(text) && text.indexOf('"') < 0 && text.indexOf('\\') < 0;
  }

  /** The login to be stored; asks the issuer for its addresses if the settings do not name them. */
  Grant grant() throws IOException {
    ProfileSettings mine = settings().profile(profile.name());
    URI endpoint = endpoint(mine);
    ClientRegistration client = endpoint == null ? discovered(mine) : client(mine, endpoint, null);
    Account account = new Account("refresh-token", "", "", "", Billing.UNKNOWN);
    Grant login = account.on(Grant.login(client, TokenSet.ofRefresh(refreshToken())));
    Setting bound = settings().find(List.of("profiles", profile.name(), "dpop"));
    return bound != null && bound.flag() ? ProofKey.fresh().on(login) : login;
  }

  private ClientRegistration discovered(ProfileSettings mine) throws IOException {
    Transport transport = TransportSettings.transport(settings(), environment);
    ServerMetadata found =
        new AuthorizationServer(transport, TokenClock.system())
            .discover(String.valueOf(mine.issuer()), TIMEOUT);
    ClientRegistration client = client(mine, found);
    return AuthenticationSettings.of(settings(), profile.name(), client).method().isByCertificate()
        ? client(mine, found.byCertificate())
        : client;
  }

  private ClientRegistration client(ProfileSettings mine, ServerMetadata found)
      throws SourceException {
    return client(mine, found.tokenEndpoint(), found.revocationEndpoint());
  }

  private ClientRegistration client(ProfileSettings mine, URI endpoint, @Nullable URI revocation)
      throws SourceException {
    return new ClientRegistration(
        String.valueOf(mine.issuer()),
        endpoint,
        revocation,
        String.valueOf(mine.clientId()),
        scopes(),
        ReplayPolicy.UNKNOWN);
  }

  private static @Nullable URI endpoint(ProfileSettings mine) throws SourceException {
    try {
      return mine.tokenEndpoint() == null ? null : URI.create(mine.tokenEndpoint());
    } catch (IllegalArgumentException e) {
      throw new SourceException(REFRESH_TOKEN, "needs a tokenEndpoint that is an address");
    }
  }

  private Settings settings() {
    return profile.settings();
  }
}
