package dev.pawl.sharing;

import dev.pawl.cache.CacheAccess;
import dev.pawl.cache.CachePlace;
import dev.pawl.cache.CacheTable;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import dev.pawl.source.ShareableSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the credential of one key lies: a slot of the shared cache if that is in memory (a tmpfs),
 * else a slot of this process's own, with a lock that nobody else takes. No shared secret ever
 * reaches a disk. Thread-safe.
 */
final class SharedCredentialSlot {
  private static final int ATTEMPTS = 5;
  private static final int OWN_VALUE_BYTES = 1 << 17;

  private final CacheAccess cache;
  private final TokenSlot own;
  private final boolean shared;
  private final KernelLock lock;
  private volatile boolean tooLong;

  /**
   * The slot of {@code key}.
   *
   * @param directory prepared; its lock file is used
   * @param table of that directory
   */
  SharedCredentialSlot(String key, StateDirectory directory, CacheTable table) throws IOException {
    String name = ShareableSource.slot(key);
    this.cache = new CacheAccess(table, name);
    this.own = new TokenSlot(name, ByteBuffer.allocateDirect(TokenSlot.bytesFor(OWN_VALUE_BYTES)));
    this.shared = isOpen(table) && CachePlace.isInMemory(directory);
    this.lock = directory.lock(shared ? name : name + "#" + ProcessHandle.current().pid());
  }

  /* Which lock is the right one is decided here once and for all, so a crowd is waited for. */
  private static boolean isOpen(CacheTable table) {
    boolean open = table.table() != null;
    for (int i = 1; i < ATTEMPTS && !open; i++) {
      open = table.checked() != null;
    }
    return open;
  }

  /** The lock of whoever changes what lies here. */
  KernelLock lock() {
    return lock;
  }

  /** What lies here; null if nothing does. */
  @Nullable SlotRecord look() {
    TokenSlot.Reading reading = slot().read();
    return reading == null ? null : reading.record();
  }

  /** Grows with each change; another number after a look means that there are news. */
  long stamp() {
    long stamp = slot().stamp();
    TokenSlot.settle();
    return stamp;
  }

  /**
   * Makes sure that the memory written to is the file that others open. Under the lock. Who cannot
   * have the cache at the first try may have been in a crowd; without it the answer would be lost
   * to the others.
   */
  void prepare() {
    for (int i = 0; shared && i < ATTEMPTS; i++) {
      cache.prepareToPublish();
      if (cache.slot() != null) {
        return;
      }
    }
  }

  /** Puts {@code record} here, for all that have the key. Under the lock. */
  void put(SlotRecord record) {
    TokenSlot slot = slot();
    if (slot.publish(record) != TokenSlot.Publication.WHOLE) {
      tooLong = true;
      TokenSlot.Publication unused = own.publish(record);
    }
  }

  private TokenSlot slot() {
    TokenSlot slot = shared && !tooLong ? cache.slot() : null;
    return slot == null || !cache.isInMemory(slot) ? own : slot;
  }
}
