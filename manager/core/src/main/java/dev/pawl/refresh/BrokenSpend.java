package dev.pawl.refresh;

import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.store.journal.JournalRecord;
import java.io.IOException;

/**
 * A spend after whose intent something was thrown, so that nobody knows what the server did.
 *
 * @param locked of the profile
 * @param policy of the profile
 * @param sent what the intent announces
 */
public record BrokenSpend(LockedProfile locked, SpendPolicy policy, Case sent) {
  /**
   * Leaves a doubt on record and a cooldown, if {@code why} broke off what followed the intent and
   * nothing else is on record yet. Throws nothing.
   */
  public void settle(Throwable why) {
    quietly(this::leaveDoubt, why);
    quietly(this::publishDoubt, why);
  }

  private boolean leaveDoubt() throws IOException {
    locked.tenure().requireLock();
    JournalRecord known = locked.journal().read();
    if (known.speaksOf(sent.grant()) && known.isUnderWay()) {
      JournalRecord spends = sent.spends();
      locked.journal().force(spends.inDoubt(spends.failures().failed(locked.millis(), 0)));
    }
    return true;
  }

  private boolean publishDoubt() throws IOException {
    locked.tenure().requireLock();
    if (locked.isStored(sent.grant())) {
      Case after = sent.with(locked.journal().read()).at(locked.millis());
      locked.publisher().publish(after, policy.verdict(after));
    } else {
      locked.publisher().changing();
    }
    return true;
  }

  /** Does {@code work}; what that throws is told with {@code why}, which came first. */
  public static void quietly(ProtectedThread.Work<Boolean> work, Throwable why) {
    try {
      boolean unused = work.run();
    } catch (IOException | RuntimeException | Error e) {
      if (e != why) {
        why.addSuppressed(e);
      }
    }
  }
}
