package dev.pawl.store.fleet;

import dev.pawl.clock.TokenClock;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.FleetRecord.Trial;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Rules 18 to 20: what logins and logouts write. For one thread that holds the refresh lock.
 *
 * @param record of the profile
 * @param nonce of the trial that this transaction may begin
 * @param ttl how long another's trial is left alone
 * @param clock that tells how long a write was tried
 */
record LoginWrites(RecordAccess record, String nonce, Duration ttl, TokenClock clock) {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * Stores a login of {@code lineage}, or the tombstone of one, over {@code present} and whatever
   * claim is open.
   *
   * @throws StoreAwayException if nobody knows whether it was written, or will be
   * @throws OvertakenException if another host has changed the login meanwhile
   * @throws StoreRefusedException if its refresh token was spent before
   */
  void replace(Grant next, @Nullable Grant present, JournalRecord spends, String lineage)
      throws IOException {
    while (true) {
      FleetRecord stored = record.record();
      requireUnspent(next, stored);
      FleetRecord replaced =
          stored == null ? FleetRecord.first(next, lineage) : stored.replaced(next, lineage);
      if (isApplied(
          replaced.noting(
              Failures.NONE, null, merged(replaced, spends, next.tokens().fingerprint())))) {
        return;
      }
      if (!isStill(present)) {
        throw new OvertakenException("another host has changed the login meanwhile");
      }
    }
  }

  private static void requireUnspent(Grant next, @Nullable FleetRecord stored)
      throws StoreRefusedException {
    Fingerprint token = next.tokens().fingerprint();
    if (stored != null && !next.isTombstone() && stored.spent().contains(token)) {
      throw new StoreRefusedException(
          "a host of the fleet has spent the refresh token of this login already; nothing was"
              + " stored. Next: log in anew",
          null);
    }
  }

  /* 18. Tried again on the same version until it is applied or seen: one of the tries can land at
   * most. */
  private boolean isApplied(FleetRecord next) throws IOException {
    long version = record.version();
    long begun = clock.nanos();
    boolean unknown = false;
    while (true) {
      try {
        if (unknown) {
          FleetRecord unused = record.look();
        }
        if (record.version() != version) {
          return next.isStoredAs(record.record());
        }
        return record.write(next) || next.isStoredAs(record.record());
      } catch (StoreAwayException e) {
        unknown = true;
        if (clock.nanos() - begun > PATIENCE_NANOS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /* What the transaction remembers as spent, such as the token of a trial; nothing is forgotten. */
  private static List<Fingerprint> merged(
      FleetRecord next, JournalRecord spends, @Nullable Fingerprint stored) {
    List<Fingerprint> all = new ArrayList<>(next.spent());
    for (Fingerprint each : spends.spent()) {
      if (!all.contains(each) && !each.equals(stored)) {
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

  /**
   * Writes what {@code next} says beside the grant: that a login is on trial, or is not any more.
   *
   * @throws OvertakenException if another host refreshes, or tries a login: then nothing may be
   *     sent
   */
  void note(JournalRecord next) throws IOException {
    FleetRecord present = record.record();
    while (present != null && isWorthNoting(present, next)) {
      Trial trial = next.tried() == null ? null : new Trial(next.tried(), nonce);
      if (trial != null) {
        requireFree(present);
      }
      if (record.write(
          present.noting(next.failures(), trial, merged(present, next, present.token())))) {
        return;
      }
      present = record.record();
    }
  }

  private boolean isWorthNoting(FleetRecord present, JournalRecord next) {
    Trial known = present.trial();
    boolean own = known != null && known.nonce().equals(nonce);
    if (known == null || next.tried() == null) {
      return own || next.tried() != null;
    }
    return next.attempt() > present.attempt() && !(own && known.token().equals(next.tried()));
  }

  private void requireFree(FleetRecord present) throws OvertakenException {
    Trial other = present.trial();
    if (present.isUnderWay()) {
      throw new OvertakenException("the login is being refreshed by " + present.claimant().name());
    }
    if (other != null && !other.nonce().equals(nonce) && record.age() <= ttl.toMillis()) {
      throw new OvertakenException("another host tries a login at this moment");
    }
  }
}
