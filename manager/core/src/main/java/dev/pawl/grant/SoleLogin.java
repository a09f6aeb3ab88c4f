package dev.pawl.grant;

import dev.pawl.refresh.BrokenSpend;
import dev.pawl.refresh.Recovery;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The storing of a login that nobody else has: if it fails, the server is told that the refresh
 * token is of no use, unless the store has taken it all the same.
 *
 * <p>Only whoever holds the refresh lock can tell that. So the thread that stores it decides, also
 * for a caller who has left; and a caller whose turn never came, once {@link #abandon} has said
 * that nobody will store it any more. For one attempt. Thread-safe.
 */
public final class SoleLogin implements LockedProfile.Work<LoginOutcome> {
  private final Grant login;
  private final LockedProfile.Work<LoginOutcome> storing;
  private final AtomicBoolean claimed = new AtomicBoolean();

  /** The storing of {@code login}, which {@code storing} does. */
  public SoleLogin(Grant login, LockedProfile.Work<LoginOutcome> storing) {
    this.login = login;
    this.storing = storing;
  }

  /** Whether it had not begun; then it never will. */
  public boolean abandon() {
    return claimed.compareAndSet(false, true);
  }

  @Override
  public LoginOutcome run(LockedProfile locked) throws IOException {
    if (!claimed.compareAndSet(false, true)) {
      throw TokenException.tryLater("the caller has left; nothing was stored", 1_000);
    }
    try {
      return storing.run(locked);
    } catch (IOException | RuntimeException | Error e) {
      BrokenSpend.quietly(() -> revokeUnlessStored(locked), e);
      throw e;
    }
  }

  private boolean revokeUnlessStored(LockedProfile locked) throws IOException {
    boolean useless = !isStored(locked);
    if (useless) {
      var unused = locked.issuer().revoke(login);
    }
    return useless;
  }

  /* A store that was offered it may hold it, also if that cannot be read. One that took it halfway
   * is finished first. */
  private boolean isStored(LockedProfile locked) throws IOException {
    try {
      locked.tenure().regainLock();
      Grant stored = new Recovery(locked).recover();
      Fingerprint own = login.tokens().fingerprint();
      return own != null
          && ((stored != null && own.equals(stored.tokens().fingerprint()))
              || locked.spends().hasSpent(own));
    } catch (IOException e) {
      if (locked.mayHaveReplaced()) {
        throw e;
      }
      return false;
    }
  }
}
