package dev.pawl.refresh;

import dev.pawl.directory.StateFormat;
import dev.pawl.file.DamagedFileException;
import dev.pawl.file.MemoryFile;
import dev.pawl.file.NewerFormatException;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.TrialAnswer;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantStore;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.UnjudgedAnswer;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Steps 0 to 2 of every transaction, by the numbers of docs/protocol.md: journal and store are
 * read, and what a crash or another tool left is recovered before anything is decided. For one
 * transaction and its thread.
 */
public final class Recovery {
  private static final Logger LOG = System.getLogger(Recovery.class.getName());

  private static final long UNSEEN_MILLIS = 5_000;

  private final LockedProfile locked;

  /* Where the successor of the stored grant may lie and this process cannot look. */
  private @Nullable MemoryFile unseen;

  public Recovery(LockedProfile locked) {
    this.locked = locked;
  }

  /**
   * What is stored, as whole as it can be had: an answer that a dead process had read comes right
   * after the store's own successor. Null if logged out.
   *
   * @throws NewerFormatException if a newer Pawl has the directory by now: nothing was changed
   */
  public @Nullable Grant recover() throws IOException {
    StateFormat.requireKnown(locked.directory()); // 0
    locked.publisher().prepare(); // 1
    Grant grant = readStore(); // 2
    if (finishAnswer(grant)) {
      grant = readStore();
    }
    if (TrialAnswer.of(locked).finish(grant)) {
      grant = readStore();
    }
    return grant;
  }

  private @Nullable Grant readStore() throws IOException {
    GrantStore store = locked.store();
    store.hold();
    JournalRecord spends = readJournal();
    locked.remember(spends);
    store.parkedAt(spends.parked());
    GrantStore.Recovered recovered = store.recover(locked.newestGeneration(), spends::hasSpent);
    report(recovered.note());
    dispose(recovered);
    Grant grant = recovered.grant();
    if (grant != null && spends.isLost() && !grant.isTombstone()) {
      locked.force(spends.boundTo(grant, locked.millis()));
    }
    if (grant != null) {
      locked.remember(locked.spends().since(grant));
      lookAtParked(grant);
    }
    return grant;
  }

  /* What a lost journal said nobody knows: as careful as if whatever is stored had been spent. */
  private JournalRecord readJournal() throws IOException {
    try {
      return locked.journal().read();
    } catch (DamagedFileException e) {
      report(locked.journal().startOver() + "; a spend without an answer is assumed");
      return locked.journal().read();
    }
  }

  private static void report(@Nullable String note) {
    if (note != null) {
      LOG.log(Level.WARNING, "{0}", note);
    }
  }

  /* A successor whose parent is gone: of use to nobody but a thief if the login ended. */
  private void dispose(GrantStore.Recovered recovered) throws IOException {
    Grant orphan = recovered.orphan();
    if (orphan != null) {
      Grant present = recovered.grant();
      boolean isOver = present == null || present.origin() == Grant.Origin.LOGIN;
      if (isOver || locked.store().isUnwanted(orphan, present)) {
        locked.issuer().revoke(orphan);
      }
      locked.store().clean(false);
    }
  }

  /* The store has looked there already: a successor that it found was saved. */
  private void lookAtParked(Grant grant) throws IOException {
    JournalRecord spends = locked.spends();
    MemoryFile parked = spends.awaited(grant);
    if (parked != null && parked.look() == MemoryFile.Sight.UNSEEN) {
      unseen = parked;
    } else if (spends.speaksOf(grant) && spends.state() == JournalRecord.State.PARKED) {
      locked.force(spends.inDoubt(spends.failures()));
    }
  }

  /* Wiped only after it was saved, or judged for good. */
  private boolean finishAnswer(@Nullable Grant stored) throws IOException {
    AnswerFile answer = locked.answers().ofRefresh();
    if (answer == null || !answer.isThere()) {
      return false;
    }
    UnjudgedAnswer left = answer.read();
    if (left != null) {
      new AnswerRecovery(locked, locked.policy(), left).settle(stored);
      locked.keepCopy();
    }
    answer.wipe();
    return left != null;
  }

  /**
   * Why the refresh token of {@code grant} must not be presented by this process; null if it may:
   * its successor could not be counted, or may lie in memory where only others can look.
   */
  @Nullable TokenException unspendable(Grant grant) {
    String name = locked.name();
    if (locked.isAtEndOfCount(grant)) {
      return TokenException.logIn(
          "profile "
              + name
              + " has the last generation that can be counted, so it cannot be refreshed; log in"
              + " again, and it counts from 1");
    }
    return unseen == null
        ? null
        : TokenException.tryLater(
            "the refreshed login of profile "
                + name
                + " may lie in memory in "
                + unseen.path()
                + ", where this process cannot look, or which others can change; close the directory"
                + " to others, log in again, or run this in the session that can: pawl token "
                + name,
            UNSEEN_MILLIS);
  }
}
