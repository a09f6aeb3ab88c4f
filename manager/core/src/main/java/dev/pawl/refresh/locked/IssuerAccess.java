package dev.pawl.refresh.locked;

import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.ClientCredential;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.Revocation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.token.TokenException;
import dev.pawl.wire.AnswerTap;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said to the issuer of a login. For one transaction and its thread. */
public final class IssuerAccess {
  private static final Logger LOG = System.getLogger(IssuerAccess.class.getName());

  private final String profile;
  private final SharedContext context;
  private @Nullable List<ClientCredential> credentials;
  private int credential;
  private @Nullable Long skew;

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

  /**
   * Has at hand what the client of {@code grant} authenticates with. Nothing is sent before.
   *
   * @throws TokenException FIX_CONFIGURATION if a secret cannot be had
   * @throws IOException if the settings cannot be read or understood
   */
  public void authenticate(Grant grant) throws IOException {
    if (credentials == null) {
      credentials = context.clientSecrets().read(profile, grant.client());
    }
  }

  /**
   * Turns to another secret of the client of {@code grant}, now that the server has refused the one
   * that was used; says whether there is one. What a dead process had used is not known: then there
   * is another if there are two.
   */
  public boolean turnsToAnother(Grant grant) throws IOException {
    List<ClientCredential> known = credentials;
    if (known == null) {
      return context.clientSecrets().count(profile, grant.client()) > 1;
    }
    boolean another = credential + 1 < known.size();
    credential += another ? 1 : 0;
    return another;
  }

  private ClientCredential credential() {
    List<ClientCredential> known = credentials;
    if (known == null) {
      throw new IllegalStateException("nobody has asked what the client authenticates with");
    }
    return known.get(credential);
  }

  /** The one place where a refresh token goes out; {@code tap} gets the answer as it arrives. */
  public SpendOutcome present(Grant grant, ErrorCodes errors, AnswerTap tap) {
    try {
      Presentation presentation = Presentation.of(grant, credential(), errors);
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
    if (refresh == null) {
      return new Revocation(Revocation.Result.REVOKED, "");
    }
    Revocation done = revoked(grant.client(), refresh);
    LOG.log(Level.DEBUG, "revocation for profile {0}: {1}", profile, done);
    return done;
  }

  private Revocation revoked(ClientRegistration client, String refresh) {
    try {
      Revocation done = new Revocation(Revocation.Result.FAILED, "the client has no secret");
      for (ClientCredential one : context.clientSecrets().read(profile, client)) {
        done = context.endpoint().revoke(client, one, refresh, context.timeouts().revocation());
        if (done.result() != Revocation.Result.FAILED) {
          return done;
        }
      }
      return done;
    } catch (IOException | TokenException e) {
      return new Revocation(Revocation.Result.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
