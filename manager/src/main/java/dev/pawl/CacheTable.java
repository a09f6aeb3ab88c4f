package dev.pawl;

import dev.pawl.cache.DamagedTableException;
import dev.pawl.cache.SharedCache;
import dev.pawl.cache.TableFullException;
import dev.pawl.spi.TokenClock;
import dev.pawl.store.FileRefreshLock;
import dev.pawl.store.StateDirectory;
import dev.pawl.store.StateFormat;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shared cache that a state directory records, mapped once for all profiles of this process
 * that share it. Whatever is wrong with it, the answer is to go on without. Thread-safe.
 */
final class CacheTable implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CacheTable.class.getName());
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TABLE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StateDirectory directory;
  private final TokenClock clock;
  private final CacheWish wish;
  private final ReentrantLock opening = new ReentrantLock();

  private volatile @Nullable Opened opened;
  private volatile @Nullable SharedCache full;
  private volatile String complaint = "";
  private volatile boolean closed;

  CacheTable(StateDirectory directory, TokenClock clock, CacheWish wish) {
    this.directory = directory;
    this.clock = clock;
    this.wish = wish;
  }

  /** The table; null without one. At most once a second it is checked against the disk. */
  @Nullable SharedCache table() {
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
  @Nullable SharedCache checked() {
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
          present != null && table != null && table.isCurrent()
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
    return closed ? new Opened(StateFormat.NONE, null, false, clock.nanos()) : open();
  }

  /** What is used: an engine's name, or {@code none}. */
  String engine() {
    boolean absent = table() == null;
    Opened present = opened;
    return absent || present == null ? StateFormat.NONE : present.engine;
  }

  /** The clock that checks go by. */
  TokenClock clock() {
    return clock;
  }

  /** Whether a profile without a slot may ask for one though it has nothing new to publish. */
  boolean isClaimable() {
    Opened present = opened;
    return present != null
        && present.claimable
        && (present.table == null || present.table != full)
        && RecordedTable.isReady();
  }

  /** Begins to load what a claim needs, for a profile that has no slot. */
  void warmUpIfClaimable() {
    Opened present = opened;
    if (present != null && present.claimable) {
      RecordedTable.warmUp();
    }
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
      RecordedTable recorded = recorded();
      if (closed || !recorded.isWanted() || !recorded.isGrowing()) {
        return;
      }
      recorded.awaitReady();
      SharedCache whole = underTableLock(() -> claimed(recorded, table, profile));
      opened = Opened.of(recorded, whole, clock.nanos());
    } catch (TableFullException e) {
      full = table;
      LOG.log(Level.WARNING, "further profiles go without the shared cache: {0}", e.getMessage());
    } catch (IOException e) {
      warn(e);
    }
  }

  /* What is broken inside shows when a slot is claimed. */
  private static SharedCache claimed(
      RecordedTable recorded, @Nullable SharedCache present, String profile) throws IOException {
    SharedCache table = present != null && present.isCurrent() ? present : recorded.openOrCreate();
    try {
      table.claim(profile);
      return table;
    } catch (DamagedTableException e) {
      table.close();
      SharedCache whole = recorded.openOrCreate();
      whole.claim(profile);
      return whole;
    }
  }

  private Opened open() {
    try {
      RecordedTable recorded = recorded();
      if (recorded.isWanted()) {
        SharedCache table = recorded.open();
        if (table == null && recorded.isMadeByReaders()) {
          table = underTableLock(recorded::openOrCreate);
        }
        return Opened.of(recorded, table, clock.nanos());
      }
    } catch (IOException e) {
      warn(e);
    }
    return new Opened(StateFormat.NONE, null, false, clock.nanos());
  }

  private RecordedTable recorded() throws IOException {
    StateFormat format = StateFormat.read(directory);
    return new RecordedTable(format == null ? underTableLock(this::record) : format, wish.mode());
  }

  private StateFormat record() throws IOException {
    StateFormat present = StateFormat.read(directory);
    if (present != null) {
      return present;
    }
    StateFormat fresh = wish.record(directory);
    fresh.write(directory);
    return fresh;
  }

  /* The same trouble every second is told once. */
  private void warn(IOException e) {
    String message = String.valueOf(e.getMessage());
    Level level = message.equals(complaint) ? Level.DEBUG : Level.WARNING;
    complaint = message;
    LOG.log(level, "going on without the shared cache: {0}", message);
  }

  /* The table lock is held for some system calls at most; who cannot have it does without. */
  private <T> T underTableLock(Uninterrupted.Work<T> work) throws IOException {
    long deadline = clock.nanos() + TABLE_WAIT_NANOS;
    FileRefreshLock lock = directory.tableLock();
    while (clock.nanos() - deadline < 0) {
      try (FileRefreshLock.Held held = lock.tryAcquire()) {
        if (held != null) {
          return work.run();
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    throw new IOException("the cache's lock is held by " + lock.holder());
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

  private record Opened(
      String engine, @Nullable SharedCache table, boolean claimable, long checkedAt) {
    static Opened of(RecordedTable recorded, @Nullable SharedCache table, long now) {
      return new Opened(recorded.format().engine(), table, recorded.isClaimable(), now);
    }

    Opened at(long now) {
      return new Opened(engine, table, claimable, now);
    }

    /** Whether the table was given up by some process: then no second is waited for. */
    boolean isGone() {
      return table != null && table.isRetired();
    }
  }
}
