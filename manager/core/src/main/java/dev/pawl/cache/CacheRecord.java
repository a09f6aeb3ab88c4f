package dev.pawl.cache;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.lock.KernelLock;
import dev.pawl.lock.ProtectedThread;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a state directory records of its cache, and the lock under which record, directory and table
 * are made. Thread-safe.
 */
final class CacheRecord {
  private static final long TABLE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StateDirectory directory;
  private final TokenClock clock;
  private final CacheWish wish;

  /** Whether this process wrote it: then a table that is missing was never there. */
  private volatile boolean fresh;

  CacheRecord(StateDirectory directory, TokenClock clock, CacheWish wish) {
    this.directory = directory;
    this.clock = clock;
    this.wish = wish;
  }

  /** The table that is recorded; recorded now if there was nothing. */
  RecordedTable table() throws IOException {
    StateFormat found = StateFormat.read(directory);
    StateFormat format = found == null ? underTableLock(this::write) : found;
    return new RecordedTable(format, wish.mode(), CachePlace.of(directory, format));
  }

  private StateFormat write() throws IOException {
    StateFormat present = StateFormat.read(directory);
    if (present != null) {
      return present;
    }
    fresh = true;
    StateFormat format = wish.record(directory);
    format.write(directory);
    return format;
  }

  /** Whether the table was there before this process. */
  boolean isOld() {
    return !fresh;
  }

  /**
   * Runs {@code work} with the table lock held. It is held for some system calls at most; who
   * cannot have it does without.
   */
  <T> T underTableLock(ProtectedThread.Work<T> work) throws IOException {
    long deadline = clock.nanos() + TABLE_WAIT_NANOS;
    KernelLock lock = directory.tableLock();
    while (clock.nanos() - deadline < 0) {
      try (KernelLock.Held held = lock.tryAcquire()) {
        if (held != null) {
          return work.run();
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    throw new IOException("the cache's lock is held by " + lock.holder());
  }
}
