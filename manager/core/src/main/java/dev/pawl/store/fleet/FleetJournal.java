package dev.pawl.store.fleet;

import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.SpendJournal;
import java.io.IOException;

/**
 * The journal of a login that many hosts share: it is part of the record, so an intent is a claim,
 * and what follows it is written by the claimant alone.
 *
 * @param login of the transaction
 */
record FleetJournal(HeldLogin login) implements SpendJournal {
  @Override
  public void create() throws IOException {
    login.session().reserve();
  }

  @Override
  public JournalRecord read() throws IOException {
    FleetRecord record = login.record();
    FleetSession open = login.opened();
    if (record == null) {
      return JournalRecord.EMPTY;
    }
    JournalRecord spends = record.spends(open == null ? "" : open.nonce());
    return spends.with(spends.failures().seenBy(login.host()));
  }

  /* A record that cannot be read is an error, and no doubt of something else. */
  @Override
  public String startOver() {
    throw new IllegalStateException("the journal of a fleet's login is its record");
  }

  @Override
  public void force(JournalRecord next) throws IOException {
    if (next.state() == JournalRecord.State.PARKED) {
      return; // the pair lies in the host's journal
    }
    FleetSession session = login.session();
    login.remembers(next);
    JournalRecord marked = next.with(next.failures().of(login.host()));
    if (next.isUnderWay()) {
      session.claim(marked);
    } else if (session.hasClaim()) {
      session.settle(marked);
    } else {
      session.note(marked);
    }
  }

  @Override
  public void note(JournalRecord next) throws IOException {
    force(next);
  }
}
