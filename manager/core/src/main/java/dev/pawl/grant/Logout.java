package dev.pawl.grant;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.oauth.Revocation;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.TrialAnswer;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.LogoutOutcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a login: a tombstone first, then the server is told, then the token is wiped, unless
 * the server may revoke it later.
 *
 * @param locked of the profile
 */
record Logout(LockedProfile locked) {
  /** Erases the login of {@code present}, which is what is stored. */
  LogoutOutcome of(@Nullable Grant present) throws IOException {
    TrialAnswer tried = TrialAnswer.of(locked);
    locked.tenure().requireLock();
    if (present == null) {
      locked.nobody(null);
      tried.end(null);
      return new LogoutOutcome(locked.name(), null, false);
    }
    locked.journal().create();
    Grant tombstone = tombstone(present);
    if (!locked.store().isReplaceable(tombstone, present)) {
      throw NewLogin.overtaken(locked, "nobody was logged out");
    }
    locked.publisher().changing();
    locked.store().replace(tombstone, present);
    locked.store().clean(true);
    locked.publisher().publish(tombstone, Verdict.LOGGED_OUT);
    tried.end(null);
    return tombstone.tokens().refresh() == null
        ? new LogoutOutcome(locked.name(), null, false)
        : revoked(present, tombstone);
  }

  private LogoutOutcome revoked(Grant login, Grant tombstone) throws IOException {
    Revocation done = locked.issuer().revoke(login);
    boolean kept = done.result() == Revocation.Result.FAILED;
    if (!kept) {
      wipe(tombstone);
    }
    return new LogoutOutcome(locked.name(), unrevoked(login, done), kept);
  }

  private Grant tombstone(Grant present) {
    /* Never below the journal's count, or the next reader would take it for another tool's. */
    long generation =
        present.isTombstone()
            ? present.generation()
            : Math.max(present.generation(), locked.nextGeneration(present));
    TokenSet kept = new TokenSet(null, 0, 0, present.tokens().refresh());
    return new Grant(
        generation, Grant.Origin.LOGOUT, present.client(), kept, LastLogin.keptBy(present));
  }

  /* During the request another process may have got the lock, and have logged in. What is left then
   * is revoked, and of no use to anybody. */
  private void wipe(Grant tombstone) throws IOException {
    if (!locked.tenure().regain() || !locked.store().isReplaceable(tombstone, tombstone)) {
      return;
    }
    Grant wiped =
        new Grant(
            tombstone.generation(),
            Grant.Origin.LOGOUT,
            tombstone.client(),
            new TokenSet(null, 0, 0, null),
            tombstone.extras());
    JournalRecord forgotten = locked.spends().replaced(wiped.generation(), null);
    locked.store().replace(wiped, tombstone);
    locked.journal().force(forgotten);
    locked.publisher().publish(wiped, Verdict.LOGGED_OUT);
  }

  private @Nullable String unrevoked(Grant login, Revocation done) throws IOException {
    if (done.result() == Revocation.Result.REVOKED) {
      return null;
    }
    return "the refresh token may still be valid at "
        + login.client().issuer()
        + ", which did not confirm its revocation ("
        + done.reason()
        + "); "
        + (done.result() == Revocation.Result.UNSUPPORTED
            ? "it is erased here"
            : "it is kept in "
                + locked.store().place()
                + " until another logout or login revokes it");
  }
}
