package dev.pawl.grant;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.lock.ProtectedThread.ExitDelay;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.BrokenSpend;
import dev.pawl.refresh.PendingSave;
import dev.pawl.refresh.RefreshResult;
import dev.pawl.refresh.RefreshTransaction;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.TrialAnswer;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A login that takes the place of what is stored: prove the save, send readers away, change the
 * store, publish, and only then tell the server what is of no use any more.
 *
 * @param locked of the profile
 * @param login that is stored
 * @param replaced what it replaces, a tombstone perhaps; null if nothing is stored
 */
record NewLogin(LockedProfile locked, Grant login, @Nullable Grant replaced) {
  /** Stores it as it is. */
  void store() throws IOException {
    prepare();
    TrialAnswer tried = TrialAnswer.of(locked);
    Grant fresh = numbered(marked());
    if (!locked.tenure().regain() || !isKept(fresh)) {
      throw overtaken(locked, "nothing was stored");
    }
    tried.end(fresh);
    revokeReplaced();
  }

  /**
   * Stores what its refresh token gets at the server if it is presented over {@code present}, also
   * where the store refuses that: it exists nowhere else.
   */
  void storeTried(Grant present) throws IOException {
    prepare();
    GrantTrial trial = new GrantTrial(locked, locked.policy(), marked(), present);
    storeBrought(trial::granted);
  }

  /** Stores {@code answered}, which the refresh token got before and nobody lived to store. */
  void storeAnswered(Grant answered) throws IOException {
    prepare();
    storeBrought(
        () -> {
          locked.remember(locked.spends().accepted(answered.tokens().fingerprint()));
          return answered;
        });
  }

  private interface Bringing {
    Grant granted() throws IOException;
  }

  /* A process that ends as soon as the login is saved still revokes the one before. */
  private void storeBrought(Bringing bringing) throws IOException {
    TrialAnswer tried = TrialAnswer.of(locked);
    ExitDelay delay = locked.delayExit();
    try (delay) {
      tried.end(keepTried(numbered(bringing.granted())));
      revokeReplaced();
    }
  }

  /** The login, by whose refresh token it is known again if that is all that it brings. */
  Grant marked() {
    return login.tokens().access() == null ? OriginalToken.markedOn(login) : login;
  }

  private void prepare() throws IOException {
    locked.store().prepareLogin();
    locked.journal().create();
  }

  private Grant numbered(Grant grant) {
    return new Grant(
        locked.nextGeneration(replaced),
        Grant.Origin.LOGIN,
        grant.client(),
        grant.tokens(),
        grant.extras());
  }

  private Grant keepTried(Grant fresh) throws IOException {
    AtomicBoolean stored = new AtomicBoolean();
    try {
      stored.set(isKept(fresh));
    } catch (IOException | RuntimeException | Error e) {
      BrokenSpend.quietly(() -> publishUnsaved(fresh), e);
      boolean found = TrialAnswer.of(locked).brings(fresh);
      String kept = found ? "give the same token again to use it" : null;
      PendingSave unsaved = new PendingSave(locked, () -> isSettled(fresh, stored), e, kept);
      if (!unsaved.keepTrying()) {
        throw unsaved.refusal();
      }
    }
    return stored.get() ? fresh : yielded(fresh);
  }

  /* The parent is no longer what is stored: somebody else had the lock meanwhile, who revokes what
   * a trial brought. Only the stored token's own successor is never revoked. */
  private Grant yielded(Grant fresh) throws IOException {
    RefreshResult unused = new RefreshTransaction(locked, TokenRequirement.LOOK).run();
    Fingerprint next = fresh.tokens().fingerprint();
    Grant present = locked.store().readGrant();
    boolean taken =
        (present != null && Objects.equals(present.tokens().fingerprint(), next))
            || (next != null && locked.spends().hasSpent(next));
    if (taken) {
      return fresh;
    }
    if (replaced != null && Objects.equals(replaced.tokens().refresh(), login.tokens().refresh())) {
      throw overtaken(locked, "nothing was stored");
    }
    locked.issuer().revoke(fresh);
    TrialAnswer.of(locked).end(fresh);
    throw overtaken(locked, "this login was not stored and is revoked; give another refresh token");
  }

  /** The complaint of a change whose lock was lost to somebody who changed the login as well. */
  static TokenException overtaken(LockedProfile locked, String left) {
    return TokenException.tryLater(
        "somebody else has changed the login of profile " + locked.name() + " meanwhile; " + left,
        1_000);
  }

  private boolean isSettled(Grant fresh, AtomicBoolean stored) throws IOException {
    try {
      stored.set(isKept(fresh));
      return true;
    } catch (IOException | RuntimeException | Error e) {
      BrokenSpend.quietly(() -> publishUnsaved(fresh), e);
      throw e;
    }
  }

  /* Without the lock somebody else may publish at this very moment. */
  private boolean publishUnsaved(Grant fresh) throws IOException {
    locked.tenure().regainLock();
    locked.publisher().publish(fresh, Verdict.UNSAVED);
    return true;
  }

  /** Whether {@code fresh} is stored; false if what it was to replace is not there any more. */
  private boolean isKept(Grant fresh) throws IOException {
    locked.tenure().regainLock();
    if (!locked.store().isReplaceable(fresh, replaced)) {
      return false;
    }
    locked.publisher().changing();
    locked.replace(fresh, replaced);
    locked
        .journal()
        .force(locked.spends().replaced(fresh.generation(), fresh.tokens().fingerprint()));
    locked.publisher().publish(fresh, Verdict.GOOD);
    locked.saved(fresh, locked.spends());
    locked.keepCopy();
    return true;
  }

  private void revokeReplaced() {
    if (replaced != null
        && !Objects.equals(replaced.tokens().refresh(), login.tokens().refresh())) {
      locked.issuer().revoke(replaced);
    }
  }
}
