package dev.pawl.cache;

import dev.pawl.cache.table.DamagedTableException;
import dev.pawl.cache.table.SharedCache;
import dev.pawl.clock.TokenClock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the table that a state directory records is opened, made and given another slot. Used by one
 * thread at a time.
 */
final class TableOpener {
  private static final Logger LOG = System.getLogger(TableOpener.class.getName());

  private final CacheRecord record;
  private final TokenClock clock;
  private String complaint = "";

  TableOpener(CacheRecord record, TokenClock clock) {
    this.record = record;
    this.clock = clock;
  }

  /** The table as it is found now, made if whoever reads may make it; nothing if it is broken. */
  OpenedTable open() {
    try {
      RecordedTable recorded = record.table();
      if (recorded.isWanted()) {
        CachePlace place = recorded.place();
        Path file = place.present();
        boolean toBeMade = !file.equals(place.recorded()) && place.isToBeHad();
        SharedCache table = toBeMade ? null : recorded.open(file);
        return table == null && recorded.isMadeByReaders()
            ? record.underTableLock(() -> made(recorded))
            : new OpenedTable(recorded, table, file, clock.nanos());
      }
    } catch (IOException e) {
      warn(e);
    } catch (InternalError e) {
      warnOfTruncation();
    }
    return OpenedTable.nothing(clock.nanos());
  }

  /**
   * The table with a slot for {@code profile}; null if there is to be none.
   *
   * @param present as it was opened last
   * @throws IOException if it has no room, or cannot be made
   */
  @Nullable OpenedTable grown(@Nullable OpenedTable present, String profile) throws IOException {
    RecordedTable recorded = record.table();
    if (!recorded.isWanted() || !recorded.isGrowing()) {
      return null;
    }
    recorded.awaitReady();
    return record.underTableLock(() -> claimed(recorded, present, profile));
  }

  /* What is broken inside shows when a slot is claimed. */
  private OpenedTable claimed(RecordedTable recorded, @Nullable OpenedTable present, String profile)
      throws IOException {
    SharedCache before = present == null ? null : present.table();
    OpenedTable open =
        present != null && before != null && before.isCurrent() ? present : made(recorded);
    SharedCache table = Objects.requireNonNull(open.table());
    try {
      table.claim(profile);
      return open;
    } catch (DamagedTableException e) {
      table.close();
      OpenedTable whole = made(recorded);
      Objects.requireNonNull(whole.table()).claim(profile);
      return whole;
    }
  }

  /* Under the table lock. */
  private OpenedTable made(RecordedTable recorded) throws IOException {
    CachePlace.Made place = recorded.place().made();
    boolean missed = record.isOld() && Files.notExists(place.file());
    SharedCache table = recorded.openOrCreate(place.file());
    if (place.problem() != null) {
      warn("the cache lies at " + place.file() + " for now, as " + place.problem());
    } else if (missed) {
      LOG.log(
          Level.INFO,
          "the shared cache {0} was gone, as after a restart or a last logout; it was made again"
              + " and fills with use",
          place.file());
    }
    return new OpenedTable(recorded, table, place.file(), clock.nanos());
  }

  /** As {@link #warn(IOException)}; the JVM reports it at an access to the memory, or later. */
  void warnOfTruncation() {
    warn("going on without the shared cache: its file was truncated");
  }

  /** Says that callers go on without the cache. */
  void warn(IOException e) {
    warn("going on without the shared cache: " + e.getMessage());
  }

  /* The same problem every second is told once. */
  private void warn(String message) {
    Level level = message.equals(complaint) ? Level.DEBUG : Level.WARNING;
    complaint = message;
    LOG.log(level, "{0}", message);
  }
}
