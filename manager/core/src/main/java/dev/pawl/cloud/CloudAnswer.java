package dev.pawl.cloud;

import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudSession.Acceptance;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question for the credentials of a cloud: what there is, what the vendor says of it, and the
 * command that begins a new session only where what there is has really ended. Used once.
 */
final class CloudAnswer {
  private final CloudPlatform platform;
  private final @Nullable CloudSession session;
  private final @Nullable CredentialExport export;
  private final @Nullable Login login;

  /** Begins a new session with a person's help. */
  interface Login {
    void run() throws CloudException;
  }

  /**
   * A question.
   *
   * @param session of the vendor's library; null if {@code export} gives everything
   * @param export prints credentials; null if the session finds them
   * @param login begins a new session; null if nothing here can
   */
  CloudAnswer(
      CloudPlatform platform,
      @Nullable CloudSession session,
      @Nullable CredentialExport export,
      @Nullable Login login) {
    this.platform = platform;
    this.session = session;
    this.export = export;
    this.login = login;
  }

  /**
   * A credential that is not {@code rejected}.
   *
   * @throws CloudException that says what to do
   */
  Credential find(@Nullable Fingerprint rejected) throws CloudException {
    Credential present = null;
    try {
      present = ask();
    } catch (CloudException e) {
      if (login == null || !e.kind().isHelpedByLogin()) {
        throw e;
      }
    }
    if (present != null && (login == null ? isNew(present, rejected) : isGood(present, rejected))) {
      return present;
    }
    if (login == null) {
      throw rejectedStill();
    }
    login.run();
    Credential next = ask();
    if (!isNew(next, rejected)) {
      throw rejectedStill();
    }
    return next;
  }

  private Credential ask() throws CloudException {
    return export == null ? asked().resolve() : export.ask();
  }

  private CloudSession asked() {
    return Objects.requireNonNull(session, "only an export alone does without a session");
  }

  private static boolean isNew(Credential credential, @Nullable Fingerprint rejected) {
    return !credential.fingerprint().equals(rejected);
  }

  /* A person is bothered only for what the vendor itself does not accept any more. */
  private boolean isGood(Credential present, @Nullable Fingerprint rejected) throws CloudException {
    Acceptance said = asked().check(present);
    if (said == Acceptance.REJECTED) {
      return false;
    }
    if (isNew(present, rejected)) {
      return true;
    }
    if (said == Acceptance.UNKNOWN) {
      throw new CloudException(
          Kind.UNAVAILABLE,
          "a server rejects the credentials of "
              + platform.title()
              + ", and whether they have ended cannot be asked now",
          null);
    }
    throw rejectedStill();
  }

  private CloudException rejectedStill() {
    return new CloudException(
        Kind.MISCONFIGURED,
        "a server rejects the credentials of "
            + platform.title()
            + " that are configured, though they have not ended; look at the permissions, the"
            + " region and the account",
        null);
  }
}
