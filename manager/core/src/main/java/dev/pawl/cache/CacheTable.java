package dev.pawl.cache;

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

  private final TableOpener opener;
  private final TokenClock clock;
  private final CacheWish wish;
  private final ReentrantLock opening = new ReentrantLock();

  private volatile @Nullable OpenedTable opened;
  private volatile @Nullable SharedCache full;
  private volatile boolean closed;

  public CacheTable(StateDirectory directory, TokenClock clock, CacheWish wish) {
    this.opener = new TableOpener(new CacheRecord(directory, clock, wish), clock);
    this.clock = clock;
    this.wish = wish;
  }

  /** The table; null without one. At most once a second it is checked against the disk. */
  @Nullable
  public SharedCache table() {
    OpenedTable present = opened;
    if (wish.mode() == CacheMode.NONE) {
      return null;
    }
    if (present == null || present.isGone()) {
      return checked();
    }
    if (clock.nanos() - present.checkedAt() < CHECK_NANOS) {
      return present.table();
    }
    if (present.table() == null) {
      return checked();
    }
    /* One caller checks; the others need not wait for that. */
    return opening.tryLock() ? checkedAndUnlocked() : present.table();
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
      OpenedTable present = opened;
      SharedCache table = present == null ? null : present.table();
      OpenedTable checked =
          present != null && table != null && table.isCurrent() && !present.isToMove()
              ? present.at(clock.nanos())
              : replaced(table);
      opened = checked;
      return checked.table();
    } finally {
      opening.unlock();
    }
  }

  private OpenedTable replaced(@Nullable SharedCache old) {
    if (old != null) {
      old.close();
    }
    return closed ? OpenedTable.nothing(clock.nanos()) : opener.open();
  }

  /** What is used: an engine's name, or {@code none}. */
  String engine() {
    boolean absent = table() == null;
    OpenedTable present = opened;
    return absent || present == null ? StateFormat.NONE : present.engine();
  }

  /** The clock that checks go by. */
  TokenClock clock() {
    return clock;
  }

  /** Whether a profile without a slot may ask for one though it has nothing new to publish. */
  boolean isClaimable() {
    OpenedTable present = opened;
    return present != null
        && present.recorded() != null
        && (present.table() == null || present.table() != full)
        && present.recorded().isClaimable(present.table());
  }

  /** Begins to load what a claim needs, for a profile that has no slot. */
  void warmUp() {
    OpenedTable present = opened;
    if (present != null && present.recorded() != null) {
      present.recorded().warmUp();
    }
  }

  /** Whether {@code table} lies in memory; false if it is another one by now. */
  boolean isInMemory(SharedCache table) {
    OpenedTable present = opened;
    return present != null
        && present.table() == table
        && present.file() != null
        && MemoryMounts.lead(present.file());
  }

  /** Claims a slot for {@code profile} if there is room for it. */
  void claim(String profile) {
    opening.lock();
    try {
      OpenedTable present = opened;
      SharedCache table = present == null ? null : present.table();
      if (table == null || table != full) {
        claim(present, profile);
      }
    } finally {
      opening.unlock();
    }
  }

  private void claim(@Nullable OpenedTable present, String profile) {
    try {
      OpenedTable grown = closed ? null : opener.grown(present, profile);
      if (grown != null) {
        opened = grown;
      }
    } catch (TableFullException e) {
      full = present == null ? null : present.table();
      LOG.log(Level.WARNING, "further profiles go without the shared cache: {0}", e.getMessage());
    } catch (IOException e) {
      opener.warn(e);
    } catch (InternalError e) {
      opener.warnOfTruncation();
    }
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      OpenedTable present = opened;
      if (present != null && present.table() != null) {
        present.table().close();
      }
    } finally {
      opening.unlock();
    }
  }
}
