package dev.pawl.store.fleet;

import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.HostJournal.Entry;
import dev.pawl.store.fleet.HostJournal.Stage;
import dev.pawl.store.journal.JournalRecord;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A login on its way to the record, with a copy on this host's disk, sealed: what a server has
 * granted is not lost with the process that was about to store it. For one thread that holds the
 * refresh lock.
 *
 * @param fleet of the host
 * @param record of the profile
 * @param journal of the host
 * @param pairs that it keeps
 * @param logins that are written
 */
record KeptLogin(
    Fleet fleet, RecordAccess record, HostJournal journal, SealedPairs pairs, LoginWrites logins) {

  /**
   * Whether {@code next} may be stored over {@code present}, or is stored already; the copy stays
   * unless neither is so.
   */
  boolean isReplaceable(Grant next, @Nullable Grant present) throws IOException {
    Entry unused = kept(next, present);
    FleetRecord now = record.look();
    boolean stored =
        now != null
            && now.generation() == next.generation()
            && Objects.equals(now.token(), next.tokens().fingerprint());
    boolean replaceable = stored || logins.isStill(present);
    if (!replaceable) {
      journal.note(Entry.NONE);
    }
    return replaceable;
  }

  /** Stores {@code next}; the copy stays if nobody knows whether that was done. */
  void store(Grant next, @Nullable Grant present, JournalRecord spends) throws IOException {
    String lineage = next.isTombstone() ? Fleet.random() : kept(next, present).lineage();
    try {
      logins.replace(next, present, spends, lineage);
    } catch (StoreAwayException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      journal.note(Entry.NONE);
      throw e;
    }
  }

  private Entry kept(Grant next, @Nullable Grant present) throws IOException {
    Entry known = journal.read();
    if (known.stage() == Stage.LOGIN && pairs.isOf(known, next)) {
      return known;
    }
    Entry entry =
        new Entry(
            Stage.LOGIN,
            Fleet.random(),
            Fleet.random(),
            present == null ? null : present.tokens().fingerprint(),
            present == null ? 0 : present.generation(),
            List.of());
    pairs.keep(next, entry);
    return entry;
  }

  /** Whether what {@code record} has now says nothing yet of a login that was kept. */
  boolean isToWait() throws IOException {
    FleetRecord present = record.record();
    return present != null
        && present.isUnderWay()
        && !present.claimant().host().equals(fleet.host());
  }

  /** Finishes what a dead process began; gives the login if nobody wants it any more. */
  @Nullable Grant settle(Entry left) throws IOException {
    HostJournal.Pair pair = journal.pair(left);
    Grant login = pair == null ? null : pairs.opened(pair);
    FleetRecord present = record.record();
    if (login == null || (present != null && present.lineage().equals(left.lineage()))) {
      return null;
    }
    Fingerprint token = present == null ? null : present.token();
    long generation = present == null ? 0 : present.generation();
    if (generation != left.attempt() || !Objects.equals(token, left.token())) {
      return login;
    }
    Grant next = login.next(generation + 1, Grant.Origin.LOGIN, login.tokens());
    Grant before = present == null ? null : present.grant();
    logins.replace(next, before, JournalRecord.EMPTY, left.lineage());
    return null;
  }
}
