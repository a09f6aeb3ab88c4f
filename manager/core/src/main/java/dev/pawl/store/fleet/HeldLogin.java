package dev.pawl.store.fleet;

import dev.pawl.fleet.VersionedRecord;
import dev.pawl.spi.Grant;
import dev.pawl.store.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
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
      open = new FleetSession(fleet, profile, record, journal);
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
