package dev.pawl.refresh.locked;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.Revocation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.ProofKey;
import dev.pawl.token.TokenException;
import dev.pawl.wire.AnswerTap;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said to the issuer of a login. For one transaction and its thread. */
public final class IssuerAccess {
  private static final Logger LOG = System.getLogger(IssuerAccess.class.getName());

  private final String profile;
  private final SharedContext context;
  private @Nullable ClientCredentials credentials;
  private AuthorizationGrant.@Nullable Supply presented;
  private @Nullable Grant authenticated;
  private @Nullable Long skew;
  private boolean hasPresented;
  private boolean challenged;

  /** The issuer of whatever login {@code profile} has. */
  public IssuerAccess(String profile, SharedContext context) {
    this.profile = profile;
    this.context = context;
  }

  /** Checks that the refresh token of {@code grant} may be sent where it would be sent. */
  public static void requireSecure(Grant grant) {
    try {
      TokenEndpoint.requireSecure(grant.client());
    } catch (ConfigurationException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }

  /** A permit to spend at the issuer of {@code grant}; null if all are out. */
  public SpendPermits.@Nullable Permit permit(Grant grant) throws IOException {
    return context.permits().tryTake(grant.client().issuer());
  }

  /** The complaint of a login that got no permit. */
  public TokenException exhausted(Grant grant) throws IOException {
    return context.permits().exhausted(grant.client().issuer());
  }

  /** What is left to a client whose secret was refused. */
  public enum Left {
    /** Another secret, or one that a dead process may not have had: present the token again. */
    ANOTHER,
    /** Nothing, until a file is changed. */
    NONE,
    /** Nothing in this process; another may have it, or this one later. */
    NONE_HERE
  }

  /**
   * Has at hand what the client of {@code grant} authenticates with, and what it presents. Nothing
   * is sent before.
   *
   * @throws TokenException FIX_CONFIGURATION if a secret cannot be had
   * @throws IOException if the settings cannot be read or understood
   */
  public void authenticate(Grant grant) throws IOException {
    requireUsable(ProofKey.of(grant));
    if (credentials == null || !grant.equals(authenticated)) {
      TokenException known = context.clientSecrets().problem(profile);
      if (known != null) {
        throw known;
      }
      credentials = context.clientSecrets().read(profile, grant.client());
      presented = context.clientSecrets().presented(profile, grant);
      authenticated = grant;
    }
  }

  private static void requireUsable(@Nullable ProofKey key) {
    try {
      if (key != null) {
        key.requireUsable();
      }
    } catch (IOException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether {@code client} has a secret; where nobody can tell now, it may have one. */
  public boolean hasSecret(ClientRegistration client) {
    try {
      return context.clientSecrets().isNeeded(profile, client);
    } catch (IOException e) {
      return true;
    }
  }

  /** Turns to another secret of the client of {@code grant}, if that is left. */
  public Left refused(Grant grant) throws IOException {
    ClientSecrets secrets = context.clientSecrets();
    if (credentials == null) {
      return secrets.isNeeded(profile, grant.client()) ? Left.ANOTHER : Left.NONE;
    }
    if (credentials.turn()) {
      return Left.ANOTHER;
    }
    return secrets.areInFiles(profile, grant) ? Left.NONE : Left.NONE_HERE;
  }

  /**
   * Whether the token is to be presented again with the nonce that came with {@code refusal} (RFC
   * 9449 section 8): once a transaction. To a dead process nobody has answered.
   */
  public boolean answers(SpendOutcome.Unproven refusal) {
    boolean first = refusal.challenge() && !challenged;
    challenged = challenged || (refusal.challenge() && hasPresented);
    return first;
  }

  private ClientCredential credential() {
    if (credentials == null) {
      throw new IllegalStateException("nobody has asked what the client authenticates with");
    }
    return credentials.current();
  }

  /** The one place where a refresh token goes out; {@code tap} gets the answer as it arrives. */
  public SpendOutcome present(Case sent, ErrorCodes errors, AnswerTap tap) {
    return present(sent.grant(), sent.requirement().parameters(), errors, tap);
  }

  /** The same for the access token of {@code grant} itself. */
  public SpendOutcome present(Grant grant, ErrorCodes errors, AnswerTap tap) {
    return present(grant, Map.of(), errors, tap);
  }

  private SpendOutcome present(
      Grant grant, Map<String, String> request, ErrorCodes errors, AnswerTap tap) {
    try {
      hasPresented = true;
      AuthorizationGrant next = Objects.requireNonNull(presented).next().with(request);
      Presentation presentation = Presentation.of(grant, credential(), next, errors);
      SpendOutcome outcome =
          context.endpoint().spend(presentation, context.timeouts().request(), tap);
      if (outcome instanceof SpendOutcome.Granted granted) {
        skew = granted.serverDateSkewMillis();
      }
      return outcome;
    } catch (ConfigurationException e) {
      return new SpendOutcome.NotSent(String.valueOf(e.getMessage()));
    }
  }

  /** How far the server's clock was ahead when it last granted; null if it did not say. */
  @Nullable Long skewMillis() {
    return skew;
  }

  /** Tells the server to forget the refresh token of {@code grant}, if it has one; best effort. */
  public Revocation revoke(Grant grant) {
    String refresh = grant.tokens().refresh();
    if (refresh == null || GrantType.of(refresh).isMinted()) {
      return new Revocation(Revocation.Result.REVOKED, "");
    }
    Revocation done = revoked(grant.client(), refresh);
    LOG.log(Level.DEBUG, "revocation for profile {0}: {1}", profile, done);
    return done;
  }

  private Revocation revoked(ClientRegistration client, String refresh) {
    try {
      return context
          .endpoint()
          .revoke(
              client,
              context.clientSecrets().read(profile, client),
              refresh,
              context.timeouts().revocation());
    } catch (IOException | TokenException e) {
      return new Revocation(Revocation.Result.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
