package dev.pawl;

import dev.pawl.cache.DamagedTableException;
import dev.pawl.cache.Geometry;
import dev.pawl.cache.MappedTable;
import dev.pawl.cache.SharedCache;
import dev.pawl.cache.TableFullException;
import dev.pawl.spi.TokenClock;
import dev.pawl.store.FileRefreshLock;
import dev.pawl.store.StateDirectory;
import dev.pawl.store.StateFormat;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
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
  private final CacheMode mode;
  private final Map<String, String> environment;
  private final ReentrantLock opening = new ReentrantLock();

  private volatile @Nullable Opened opened;
  private volatile @Nullable SharedCache full;

  CacheTable(
      StateDirectory directory, TokenClock clock, CacheMode mode, Map<String, String> environment) {
    this.directory = directory;
    this.clock = clock;
    this.mode = mode;
    this.environment = environment;
  }

  /** The table; null without one. At most once a second it is checked against the disk. */
  @Nullable SharedCache table() {
    Opened present = opened;
    if (mode == CacheMode.NONE) {
      return null;
    }
    if (present != null && clock.nanos() - present.checkedAt < CHECK_NANOS) {
      return present.table;
    }
    if (present == null || present.table == null) {
      return checked();
    }
    /* One caller checks; the others need not wait for that. */
    return opening.tryLock() ? checkedAndUnlocked() : present.table;
  }

  /** The table, checked against the disk now. */
  @Nullable SharedCache checked() {
    if (mode == CacheMode.NONE) {
      return null;
    }
    opening.lock();
    return checkedAndUnlocked();
  }

  private @Nullable SharedCache checkedAndUnlocked() {
    try {
      Opened present = opened;
      SharedCache table = present == null ? null : present.table;
      if (table == null || !table.isCurrent()) {
        table = open();
      }
      opened = new Opened(table, clock.nanos());
      return table;
    } finally {
      opening.unlock();
    }
  }

  /** What is used: an engine's name, or {@code none}. */
  String engine() {
    return table() == null ? StateFormat.NONE : StateFormat.MAPPED;
  }

  /** The clock that checks go by. */
  TokenClock clock() {
    return clock;
  }

  /** Claims a slot for {@code profile} if there is room for it. */
  void claim(String profile) {
    opening.lock();
    try {
      Opened present = opened;
      SharedCache table = present == null ? null : present.table;
      if (table != null && table != full) {
        claim(table, profile);
      }
    } finally {
      opening.unlock();
    }
  }

  private void claim(SharedCache table, String profile) {
    try {
      SharedCache whole = underTableLock(() -> claimed(table, profile));
      opened = new Opened(whole, clock.nanos());
    } catch (TableFullException e) {
      full = table;
      LOG.log(Level.WARNING, "further profiles go without the shared cache: {0}", e.getMessage());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "going on without the shared cache: {0}", e.getMessage());
    }
  }

  /* An index that is broken inside shows when a slot is claimed. */
  private SharedCache claimed(SharedCache table, String profile) throws IOException {
    try {
      table.claim(profile);
      return table;
    } catch (DamagedTableException e) {
      StateFormat format = StateFormat.read(directory);
      if (format == null) {
        throw e;
      }
      Geometry geometry = new Geometry(format.profiles(), format.slotBytes());
      SharedCache whole = MappedTable.openOrCreate(Path.of(format.cache()), geometry);
      whole.claim(profile);
      return whole;
    }
  }

  private @Nullable SharedCache open() {
    try {
      StateFormat format = StateFormat.read(directory);
      if (format == null) {
        format = underTableLock(this::record);
      }
      if (format == null || !StateFormat.MAPPED.equals(format.engine())) {
        return null;
      }
      return open(format);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "going on without the shared cache: {0}", e.getMessage());
      return null;
    }
  }

  private StateFormat record() throws IOException {
    StateFormat present = StateFormat.read(directory);
    if (present != null) {
      return present;
    }
    Geometry geometry = Geometry.DEFAULT;
    Path file = CachePlace.of(directory, environment);
    StateFormat fresh = StateFormat.of(directory, file, geometry.valueBytes(), geometry.profiles());
    fresh.write(directory);
    return fresh;
  }

  private @Nullable SharedCache open(StateFormat format) throws IOException {
    Path file = Path.of(format.cache());
    Geometry geometry = new Geometry(format.profiles(), format.slotBytes());
    try {
      return MappedTable.open(file);
    } catch (IOException e) {
      return underTableLock(() -> MappedTable.openOrCreate(file, geometry));
    }
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
    Opened present = opened;
    if (present != null && present.table != null) {
      present.table.close();
    }
  }

  private record Opened(@Nullable SharedCache table, long checkedAt) {}
}
