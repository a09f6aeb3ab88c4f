package dev.pawl;

import dev.pawl.cache.DamagedTableException;
import dev.pawl.cache.Geometry;
import dev.pawl.cache.MappedTable;
import dev.pawl.cache.SharedCache;
import dev.pawl.cache.TokenSlot;
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
 * A profile's slot in the shared cache that its state directory records. Whatever is wrong with the
 * cache, the answer is to go on without. Thread-safe.
 */
final class CacheAccess implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CacheAccess.class.getName());
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TABLE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StateDirectory directory;
  private final String profile;
  private final TokenClock clock;
  private final CacheMode mode;
  private final Map<String, String> environment;
  private final ReentrantLock opening = new ReentrantLock();

  private volatile @Nullable Opened opened;

  CacheAccess(Profile profile, CacheMode mode, Map<String, String> environment) {
    this.directory = profile.directory();
    this.profile = profile.name();
    this.clock = profile.clock();
    this.mode = mode;
    this.environment = environment;
  }

  /** The slot; null without a cache. At most once a second it is checked against the disk. */
  @Nullable TokenSlot slot() {
    Opened present = opened;
    if (present != null && clock.nanos() - present.checkedAt < CHECK_NANOS) {
      return present.slot;
    }
    return mode == CacheMode.NONE ? null : reopen();
  }

  /**
   * Checks the mapping against the disk now and claims the slot if nobody has: for whoever holds
   * the refresh lock and has something to publish. A mere reader claims nothing.
   */
  void prepareToPublish() {
    if (mode == CacheMode.NONE || reopen() != null) {
      return;
    }
    opening.lock();
    try {
      Opened present = opened;
      if (present != null && present.table != null) {
        opened = claimed(present.table);
      }
    } finally {
      opening.unlock();
    }
  }

  /** What is used: an engine's name, or {@code none}. */
  String engine() {
    slot();
    Opened present = opened;
    return present == null || present.table == null ? StateFormat.NONE : StateFormat.MAPPED;
  }

  private @Nullable TokenSlot reopen() {
    opening.lock();
    try {
      Opened present = opened;
      SharedCache table = present == null ? null : present.table;
      TokenSlot slot = present == null ? null : present.slot;
      if (table == null || !table.isCurrent()) {
        table = open();
        slot = null;
      }
      if (table != null && slot == null) {
        slot = table.find(profile);
      }
      opened = new Opened(table, slot, clock.nanos());
      return slot;
    } finally {
      opening.unlock();
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
      return table(format);
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

  private @Nullable SharedCache table(StateFormat format) throws IOException {
    Path file = Path.of(format.cache());
    Geometry geometry = new Geometry(format.profiles(), format.slotBytes());
    try {
      return MappedTable.open(file);
    } catch (IOException e) {
      return underTableLock(() -> MappedTable.openOrCreate(file, geometry));
    }
  }

  private Opened claimed(SharedCache table) {
    try {
      return underTableLock(
          () -> {
            SharedCache whole = usable(table);
            return new Opened(whole, whole.claim(profile), clock.nanos());
          });
    } catch (IOException e) {
      LOG.log(Level.WARNING, "going on without the shared cache: {0}", e.getMessage());
      return new Opened(table, null, clock.nanos());
    }
  }

  /* An index that is broken inside shows when a slot is claimed. */
  private SharedCache usable(SharedCache table) throws IOException {
    try {
      table.claim(profile);
      return table;
    } catch (DamagedTableException e) {
      StateFormat format = StateFormat.read(directory);
      if (format == null) {
        throw e;
      }
      return MappedTable.openOrCreate(
          Path.of(format.cache()), new Geometry(format.profiles(), format.slotBytes()));
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

  private record Opened(@Nullable SharedCache table, @Nullable TokenSlot slot, long checkedAt) {}
}
