package dev.pawl.store.fleet;

import dev.pawl.fleet.VersionedRecord;
import dev.pawl.spi.Grant;
import dev.pawl.store.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A fleet's login as one transaction has it: opened when the holder of the refresh lock first asks,
 * else the mirror that this host keeps.
 */
final class HeldLogin {
  private final Fleet fleet;
  private final String profile;
  private final Path file;

  private @Nullable FleetSession session;
  private @Nullable Grant orphan;
  private JournalRecord spends = JournalRecord.EMPTY;

  HeldLogin(Fleet fleet, String profile, Path file) {
    this.fleet = fleet;
    this.profile = profile;
    this.file = file;
  }

  /** What the transaction works with; the first call settles what a dead process left. */
  FleetSession session() throws IOException {
    FleetSession open = session;
    if (open == null) {
      RecordAccess record = new RecordAccess(fleet, profile, file);
      Path name = Objects.requireNonNull(file.getFileName());
      HostJournal journal = new HostJournal(file.resolveSibling(name + ".host"));
      open = new FleetSession(fleet, record, journal);
      orphan = open.recover();
      session = open;
    }
    return open;
  }

  /** Looks again, and settles again what nobody settled. */
  void hold() throws IOException {
    FleetSession open = session;
    if (open == null) {
      FleetSession unused = session();
    } else if (!open.hasClaim()) {
      orphan = open.recover();
    }
  }

  /** The same; null for whoever merely looks. */
  @Nullable FleetSession opened() {
    return session;
  }

  /** The record as the transaction knows it, or as this host saw it last; null if there is none. */
  @Nullable FleetRecord record() throws IOException {
    FleetSession open = session;
    return open == null ? mirrored() : open.record().record();
  }

  /** The record as this host saw it last. */
  @Nullable FleetRecord mirrored() throws IOException {
    Mirror mirror = Mirror.find(file);
    if (mirror == null) {
      return null;
    }
    return RecordAccess.opened(fleet, profile, mirror.record()).shifted(-mirror.ahead());
  }

  /**
   * The same for whoever asks whether there is a login: where this host knows of none, another may
   * have made one since, so the store is asked. Writes nothing.
   */
  @Nullable FleetRecord known() throws IOException {
    FleetRecord seen = mirrored();
    if (seen != null && seen.state() != FleetRecord.State.TOMBSTONE) {
      return seen;
    }
    VersionedRecord stored = RecordAccess.asked(fleet, profile);
    Mirror mirror = Mirror.find(file);
    return stored == null
        ? null
        : RecordAccess.opened(fleet, profile, stored).shifted(mirror == null ? 0 : -mirror.ahead());
  }

  /* Who needs a token and finds another's claim waits; it is never free. */

  /**
   * Whether the record is still what the transaction has read; waits while another host spends.
   *
   * @param isClosed whether nobody waits any more
   * @return false if it is to be read again
   */
  boolean awaitTurn(BooleanSupplier isClosed) throws IOException {
    RecordAccess record = session().record();
    FleetRecord seen = record.record();
    if (seen == null || !seen.isUnderWay() || session().isOwn(seen)) {
      return true;
    }
    String nonce = seen.claimant().nonce();
    long pause = FleetTiming.FIRST_PAUSE_NANOS;
    Thread waiting = Thread.currentThread();
    FleetNews.Subscription news = fleet.listen(profile, () -> LockSupport.unpark(waiting));
    try (news) {
      while (!isClosed.getAsBoolean()) {
        FleetRecord now = record.look();
        if (now == null || !now.isClaimedBy(nonce)) {
          return false;
        }
        boolean isDead = now.claimant().host().equals(fleet.host()); // rule 8: it came late
        if (isDead || record.age() > ttl(now)) {
          boolean unusedDoubt = record.write(now.doubted(fleet.failedNow(now.failures())));
          return false;
        }
        LockSupport.parkNanos(pause);
        pause = Math.min(FleetTiming.LONGEST_PAUSE_NANOS, pause * 2);
      }
    }
    throw new OvertakenException(
        "the login is being refreshed by " + seen.claimant().name() + "; this manager was closed");
  }

  /* The larger of the claimant's and one's own counts. */
  private long ttl(FleetRecord seen) {
    return Math.max(seen.claimant().ttlMillis(), fleet.timing().ttl().toMillis());
  }

  /** How long a doubt must still be left alone, milliseconds (T3); 0 if it may be replayed. */
  long quarantineLeft() throws IOException {
    RecordAccess record = session().record();
    FleetRecord seen = record.record();
    if (seen == null || seen.state() != FleetRecord.State.DOUBT) {
      return 0;
    }
    long whole =
        Math.max(seen.claimant().quarantineMillis(), fleet.timing().quarantine().toMillis());
    return Math.max(0, whole - record.age());
  }

  /** A login that was refreshed here and that nobody wants any more; told once. */
  @Nullable Grant orphan() {
    Grant told = orphan;
    orphan = null;
    return told;
  }

  /** Which host this is. */
  String host() throws IOException {
    return fleet.host();
  }

  /** What the transaction says of spends. */
  JournalRecord spends() {
    return spends;
  }

  void remembers(JournalRecord next) {
    spends = next;
  }
}
