package dev.pawl.cloud.source;

import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudSession;
import dev.pawl.cloud.CloudSession.Acceptance;
import dev.pawl.cloud.command.CredentialExport;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question for the credentials of a cloud: what there is, what the vendor says of it, and the
 * command that begins a new session only where what there is has really ended. Used once.
 */
final class CloudAnswer {
  private final CloudContext context;
  private final @Nullable CloudSession session;
  private final @Nullable CredentialExport export;
  private final @Nullable Login login;

  /** Begins a new session with a person's help. */
  interface Login {
    /**
     * Begins one, unless another process did after {@code wanted}, epoch milliseconds, when it was
     * not yet known that one is needed.
     */
    void run(long wanted) throws IOException;
  }

  /**
   * A question.
   *
   * @param session of the vendor's library; null if {@code export} gives everything
   * @param export prints credentials; null if the session finds them
   * @param login begins a new session; null if nothing here can, or nobody is to be asked
   */
  CloudAnswer(
      CloudContext context,
      @Nullable CloudSession session,
      @Nullable CredentialExport export,
      @Nullable Login login) {
    this.context = context;
    this.session = session;
    this.export = export;
    this.login = login;
  }

  /**
   * A credential that is not {@code rejected}, made for {@code claims} if there are any.
   *
   * @throws CloudException that says what to do
   * @throws IOException if files that the login wrote cannot be looked at
   */
  Credential find(@Nullable Fingerprint rejected, String claims) throws IOException {
    long wanted = context.clock().millis();
    return login == null ? unaided(rejected, claims) : aided(login, rejected, claims, wanted);
  }

  private Credential unaided(@Nullable Fingerprint rejected, String claims) throws CloudException {
    Credential present = ask(claims);
    if (present.fingerprint().equals(rejected)) {
      throw rejectedStill();
    }
    return present;
  }

  private Credential aided(Login begins, @Nullable Fingerprint rejected, String claims, long wanted)
      throws IOException {
    Credential present = null;
    try {
      present = ask(claims);
      if (isGood(present, rejected)) {
        return present;
      }
    } catch (CloudException e) {
      if (!e.kind().isHelpedByLogin()) {
        throw e;
      }
    }
    begins.run(wanted);
    Credential next = ask(claims);
    boolean same = present != null && next.fingerprint().equals(present.fingerprint());
    if (same || next.fingerprint().equals(rejected)) {
      throw new CloudException(
          Kind.SESSION_ENDED,
          "the login has succeeded, but the credentials of "
              + context.platform().title()
              + " are still those that are not accepted; does it log in to another profile?",
          null);
    }
    return next;
  }

  private Credential ask(String claims) throws CloudException {
    Credential found = export == null ? asked().resolve(claims) : export.ask();
    if (found.expiresAt() <= context.clock().millis()) {
      throw new CloudException(
          Kind.SESSION_ENDED,
          "the credentials of " + context.platform().title() + " that are configured have ended",
          null);
    }
    return found;
  }

  private CloudSession asked() {
    return Objects.requireNonNull(session, "only an export alone does without a session");
  }

  /* A person is bothered only for what the vendor itself does not accept any more. */
  private boolean isGood(Credential present, @Nullable Fingerprint rejected) throws CloudException {
    Acceptance said = asked().check(present);
    if (said == Acceptance.REJECTED) {
      return false;
    }
    if (!present.fingerprint().equals(rejected)) {
      return true;
    }
    if (said == Acceptance.UNKNOWN) {
      throw new CloudException(
          Kind.UNAVAILABLE,
          "a server rejects the credentials of "
              + context.platform().title()
              + ", and whether they have ended cannot be asked now",
          null);
    }
    throw rejectedStill();
  }

  private CloudException rejectedStill() {
    return new CloudException(
        Kind.MISCONFIGURED,
        "a server rejects the credentials of "
            + context.platform().title()
            + " that are configured, though they have not ended; look at the permissions, the"
            + " region and the account",
        null);
  }
}
