package dev.pawl.store.fleet;

import dev.pawl.file.FileIdentity;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.SealException;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import dev.pawl.spi.Grant;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The record of one profile as one transaction reads and writes it, and the mirror that this host
 * keeps of it. For one thread that holds the refresh lock.
 */
final class RecordAccess {
  private static final Logger LOG = System.getLogger(RecordAccess.class.getName());

  private final Fleet fleet;
  private final String profile;
  private final Path file;

  private @Nullable Mirror mirror;
  private @Nullable VersionedRecord stored;
  private @Nullable FleetRecord record;
  private long ahead;
  private @Nullable Long told;
  private FileIdentity known = FileIdentity.ABSENT;

  RecordAccess(Fleet fleet, String profile, Path file) {
    this.fleet = fleet;
    this.profile = profile;
    this.file = file;
  }

  /** Which mirror stands there, since the last look or write. */
  FileIdentity known() {
    return known;
  }

  /** The record as it was last seen here; null if there was none. */
  @Nullable FleetRecord record() {
    return record;
  }

  /** How long this host has seen the record as it is, milliseconds (rule T1). */
  long age() {
    return mirror == null ? 0 : mirror.seen().age();
  }

  /** The provider's clock was found to be {@code millis} ahead of this host's (rule T5). */
  void providerAhead(long millis) {
    told = millis;
    ahead = millis;
  }

  /** Its version in the store; 0 if there is none. */
  long version() {
    return stored == null ? 0 : stored.version();
  }

  /** How long the record is as the store has it, characters. */
  int length() {
    return stored == null ? 0 : stored.body().length();
  }

  FleetFormat format() throws IOException {
    return new FleetFormat(profile, fleet.seal());
  }

  /**
   * Reads the record, linearizably.
   *
   * @throws StoreAwayException if the store could not be asked
   * @throws StoreRefusedException if it has lost writes (rule 17)
   */
  @Nullable FleetRecord look() throws IOException {
    VersionedRecord read = asked(fleet, profile);
    mirror = Mirror.find(file);
    ahead = told != null ? told : mirror == null ? 0 : mirror.ahead();
    requireNotOlder(read);
    stored = read;
    record = read == null ? null : opened(fleet, profile, read).shifted(-ahead);
    known = FileIdentity.of(file);
    if (read != null && !isMirrored(read)) {
      mirror(read);
    }
    return record;
  }

  /**
   * What {@code read} holds. A key that does not open it is read anew: it may be another by now.
   */
  static FleetRecord opened(Fleet fleet, String profile, VersionedRecord read) throws IOException {
    try {
      return new FleetFormat(profile, fleet.seal()).read(read.body());
    } catch (SealException e) {
      return new FleetFormat(profile, fleet.sealAgain()).read(read.body());
    }
  }

  /** {@code own} with its times as the provider has them. */
  Grant inProvidersTime(Grant own) {
    return FleetRecord.shifted(own, ahead);
  }

  /** The other way. */
  Grant inOwnTime(Grant told) {
    return FleetRecord.shifted(told, -ahead);
  }

  /**
   * What the store of {@code fleet} has of {@code profile}.
   *
   * @throws StoreAwayException if it could not be asked
   */
  static @Nullable VersionedRecord asked(Fleet fleet, String profile) throws IOException {
    RecordStore store = store(fleet);
    try {
      return store.read(profile);
    } catch (StoreRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreAwayException(fleet.place(), e);
    }
  }

  private static RecordStore store(Fleet fleet) throws IOException {
    try {
      return fleet.store();
    } catch (StoreRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreAwayException(fleet.place(), e);
    }
  }

  private boolean isMirrored(VersionedRecord read) {
    return mirror != null
        && mirror.record().version() == read.version()
        && mirror.seen().isOfThisRun();
  }

  private void requireNotOlder(@Nullable VersionedRecord read) throws StoreRefusedException {
    long now = read == null ? 0 : read.version();
    long before = mirror == null ? 0 : mirror.record().version();
    if (now < before) {
      throw new StoreRefusedException(
          "the fleet's store "
              + fleet.place()
              + " has version "
              + now
              + " of profile "
              + profile
              + ", and this host has seen "
              + before
              + ": it lost writes, so a token that was spent may look unspent; nothing is spent"
              + " here. Next: delete that profile's record from the store, and "
              + file
              + " on each host, and log in again",
          null);
    }
  }

  /* Speed and memory, no truth: a full disk keeps nobody from reading. */
  private void mirror(VersionedRecord read) {
    Mirror next = new Mirror(read, Uptime.now(), ahead);
    mirror = next;
    try {
      known = next.write(file);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the record of profile {0} is not mirrored: {1}", profile, e);
    }
  }

  /**
   * Writes {@code next} over what was seen last.
   *
   * @return false if that is not what stands there any more; then it was looked at again
   * @throws StoreAwayException if nobody knows whether it was written, or will be
   */
  boolean write(FleetRecord next) throws IOException {
    long version = version();
    var update = format().write(next.shifted(ahead));
    Written written;
    try {
      written = store(fleet).compareAndSet(profile, version, update);
    } catch (StoreRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreAwayException(fleet.place(), e);
    }
    if (written.outcome() == Written.Outcome.PRINT_TAKEN) {
      throw new StoreRefusedException(
          "another profile of the fleet has the refresh token of profile "
              + profile
              + " already; nothing was stored. Use that profile, or log in anew",
          null);
    }
    if (!written.isApplied()) {
      look();
      return false;
    }
    stored = new VersionedRecord(written.version(), update.body());
    record = next;
    mirror(stored);
    return true;
  }
}
