package dev.pawl.cache;

import dev.pawl.cache.table.DamagedTableException;
import dev.pawl.cache.table.SharedCache;
import dev.pawl.cache.table.TableFullException;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.file.MemoryMounts;
import dev.pawl.token.CacheMode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shared cache that a state directory records, mapped once for all profiles of this process
 * that share it. Whatever is wrong with it, the answer is to go on without. Thread-safe.
 */
public final class CacheTable implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CacheTable.class.getName());
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final CacheRecord record;
  private final TokenClock clock;
  private final CacheWish wish;
  private final ReentrantLock opening = new ReentrantLock();

  private volatile @Nullable Opened opened;
  private volatile @Nullable SharedCache full;
  private volatile String complaint = "";
  private volatile boolean closed;

  public CacheTable(StateDirectory directory, TokenClock clock, CacheWish wish) {
    this.record = new CacheRecord(directory, clock, wish);
    this.clock = clock;
    this.wish = wish;
  }

  /** The table; null without one. At most once a second it is checked against the disk. */
  @Nullable
  public SharedCache table() {
    Opened present = opened;
    if (wish.mode() == CacheMode.NONE) {
      return null;
    }
    if (present == null || present.isGone()) {
      return checked();
    }
    if (clock.nanos() - present.checkedAt < CHECK_NANOS) {
      return present.table;
    }
    if (present.table == null) {
      return checked();
    }
    /* One caller checks; the others need not wait for that. */
    return opening.tryLock() ? checkedAndUnlocked() : present.table;
  }

  /** The table, checked against the disk now. */
  @Nullable
  public SharedCache checked() {
    if (wish.mode() == CacheMode.NONE) {
      return null;
    }
    opening.lock();
    return checkedAndUnlocked();
  }

  private @Nullable SharedCache checkedAndUnlocked() {
    try {
      Opened present = opened;
      SharedCache table = present == null ? null : present.table;
      Opened checked =
          present != null && table != null && table.isCurrent() && !present.isToMove()
              ? present.at(clock.nanos())
              : replaced(table);
      opened = checked;
      return checked.table;
    } finally {
      opening.unlock();
    }
  }

  private Opened replaced(@Nullable SharedCache old) {
    if (old != null) {
      old.close();
    }
    return closed ? Opened.nothing(clock.nanos()) : open();
  }

  /** What is used: an engine's name, or {@code none}. */
  String engine() {
    boolean absent = table() == null;
    Opened present = opened;
    return absent || present == null ? StateFormat.NONE : present.engine();
  }

  /** The clock that checks go by. */
  TokenClock clock() {
    return clock;
  }

  /** Whether a profile without a slot may ask for one though it has nothing new to publish. */
  boolean isClaimable() {
    Opened present = opened;
    return present != null
        && present.recorded != null
        && (present.table == null || present.table != full)
        && present.recorded.isClaimable(present.table);
  }

  /** Begins to load what a claim needs, for a profile that has no slot. */
  void warmUp() {
    Opened present = opened;
    if (present != null && present.recorded != null) {
      present.recorded.warmUp();
    }
  }

  /** Whether {@code table} lies in memory; false if it is another one by now. */
  boolean isInMemory(SharedCache table) {
    Opened present = opened;
    return present != null
        && present.table == table
        && present.file != null
        && MemoryMounts.lead(present.file);
  }

  /** Claims a slot for {@code profile} if there is room for it. */
  void claim(String profile) {
    opening.lock();
    try {
      Opened present = opened;
      SharedCache table = present == null ? null : present.table;
      if (table == null || table != full) {
        claim(table, profile);
      }
    } finally {
      opening.unlock();
    }
  }

  private void claim(@Nullable SharedCache table, String profile) {
    try {
      RecordedTable recorded = record.table();
      if (closed || !recorded.isWanted() || !recorded.isGrowing()) {
        return;
      }
      recorded.awaitReady();
      opened = record.underTableLock(() -> claimed(recorded, table, profile));
    } catch (TableFullException e) {
      full = table;
      LOG.log(Level.WARNING, "further profiles go without the shared cache: {0}", e.getMessage());
    } catch (IOException e) {
      warn(e);
    }
  }

  /* What is broken inside shows when a slot is claimed. */
  private Opened claimed(RecordedTable recorded, @Nullable SharedCache present, String profile)
      throws IOException {
    Opened before = opened;
    Opened open =
        before != null && present != null && present.isCurrent() ? before : made(recorded);
    SharedCache table = Objects.requireNonNull(open.table);
    try {
      table.claim(profile);
      return open;
    } catch (DamagedTableException e) {
      table.close();
      Opened whole = made(recorded);
      Objects.requireNonNull(whole.table).claim(profile);
      return whole;
    }
  }

  /* Under the table lock. */
  private Opened made(RecordedTable recorded) throws IOException {
    CachePlace.Made place = recorded.place().made();
    boolean missed = record.isOld() && Files.notExists(place.file());
    SharedCache table = recorded.openOrCreate(place.file());
    if (place.trouble() != null) {
      warn("the cache lies at " + place.file() + " for now, as " + place.trouble());
    } else if (missed) {
      LOG.log(
          Level.INFO,
          "the shared cache {0} was gone, as after a restart or a last logout; it was made again"
              + " and fills with use",
          place.file());
    }
    return new Opened(recorded, table, place.file(), clock.nanos());
  }

  private Opened open() {
    try {
      RecordedTable recorded = record.table();
      if (recorded.isWanted()) {
        CachePlace place = recorded.place();
        Path file = place.present();
        boolean toBeMade = !file.equals(place.recorded()) && place.isToBeHad();
        SharedCache table = toBeMade ? null : recorded.open(file);
        return table == null && recorded.isMadeByReaders()
            ? record.underTableLock(() -> made(recorded))
            : new Opened(recorded, table, file, clock.nanos());
      }
    } catch (IOException e) {
      warn(e);
    }
    return Opened.nothing(clock.nanos());
  }

  private void warn(IOException e) {
    warn("going on without the shared cache: " + e.getMessage());
  }

  /* The same trouble every second is told once. */
  private void warn(String message) {
    Level level = message.equals(complaint) ? Level.DEBUG : Level.WARNING;
    complaint = message;
    LOG.log(level, "{0}", message);
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      Opened present = opened;
      if (present != null && present.table != null) {
        present.table.close();
      }
    } finally {
      opening.unlock();
    }
  }

  /** What was found at the last check. */
  private record Opened(
      @Nullable RecordedTable recorded,
      @Nullable SharedCache table,
      @Nullable Path file,
      long checkedAt) {
    static Opened nothing(long now) {
      return new Opened(null, null, null, now);
    }

    Opened at(long now) {
      return new Opened(recorded, table, file, now);
    }

    String engine() {
      return recorded == null ? StateFormat.NONE : recorded.format().engine();
    }

    /** Whether the table was given up by some process: then no second is waited for. */
    boolean isGone() {
      return table != null && table.isRetired();
    }

    /** Whether it stands in for one at the recorded place, which can be had again. */
    boolean isToMove() {
      return recorded != null
          && !recorded.place().recorded().equals(file)
          && recorded.place().isToBeHad();
    }
  }
}
