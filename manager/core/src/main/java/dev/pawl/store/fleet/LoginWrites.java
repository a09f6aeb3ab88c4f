package dev.pawl.store.fleet;

import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules 18 to 20: what logins and logouts write. For one thread that holds the refresh lock.
 *
 * @param record of the profile
 */
record LoginWrites(RecordAccess record) {
  /** Stores a login, or the tombstone of one, over {@code present} and whatever claim is open. */
  void replace(Grant next, @Nullable Grant present, JournalRecord spends) throws IOException {
    String lineage = Fleet.random();
    while (true) {
      FleetRecord stored = record.record();
      FleetRecord replaced =
          stored == null ? FleetRecord.first(next, lineage) : stored.replaced(next, lineage);
      replaced = replaced.noting(Failures.NONE, null, longer(replaced, spends));
      try {
        if (record.write(replaced)) {
          return;
        }
      } catch (StoreAwayException e) {
        FleetRecord now = record.look();
        if (now != null
            && now.lineage().equals(replaced.lineage())
            && now.generation() == replaced.generation()) {
          return;
        }
        throw e;
      }
      if (!isStill(present)) {
        throw new OvertakenException("another host has changed the login meanwhile");
      }
    }
  }

  /* What the transaction remembers as spent, such as the token of a trial. */
  private static List<Fingerprint> longer(FleetRecord next, JournalRecord spends) {
    List<Fingerprint> all = new ArrayList<>(next.spent());
    for (Fingerprint each : spends.spent()) {
      if (!all.contains(each) && !each.equals(next.token())) {
        all.add(each);
      }
    }
    return all.subList(Math.max(0, all.size() - FleetRecord.MEMORY), all.size());
  }

  /** Whether {@code present} is what is stored. */
  boolean isStill(@Nullable Grant present) {
    FleetRecord now = record.record();
    if (now == null || present == null) {
      return now == null && present == null;
    }
    return now.generation() == present.generation()
        && Objects.equals(now.token(), present.tokens().fingerprint());
  }

  /** Writes what {@code next} says beside the grant: a login's proof under way, a cooldown. */
  void note(JournalRecord next) throws IOException {
    FleetRecord present = record.record();
    while (present != null && isWorthNoting(present, next)) {
      if (present.isUnderWay()) {
        return; // another's claim: what it says counts
      }
      if (record.write(present.noting(next.failures(), next.tried(), next.spent()))) {
        return;
      }
      FleetRecord now = record.record();
      if (now != null && !Objects.equals(now.tried(), present.tried())) {
        throw new OvertakenException("another host tries a login at this moment");
      }
      present = now;
    }
  }

  private static boolean isWorthNoting(FleetRecord present, JournalRecord next) {
    return !Objects.equals(present.tried(), next.tried());
  }
}
