package dev.pawl.cache;

import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.SharedCache;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A profile's slot in the shared cache, found again when the cache is another one. Thread-safe. */
public final class CacheAccess {
  private static final long WISH_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final CacheTable cache;
  private final String profile;

  private volatile @Nullable Found found;
  private final AtomicLong nextWish;

  public CacheAccess(CacheTable cache, String profile) {
    this.cache = cache;
    this.profile = profile;
    this.nextWish = new AtomicLong(cache.clock().nanos());
  }

  /** The slot; null without a cache, or if nobody has claimed one. */
  @Nullable
  public TokenSlot slot() {
    return slot(cache.table());
  }

  private @Nullable TokenSlot slot(@Nullable SharedCache table) {
    Found present = found;
    if (table == null) {
      if (present != null) {
        found = null;
      }
      cache.warmUp();
      return null;
    }
    if (present != null && present.table == table && present.slot != null) {
      return present.slot;
    }
    TokenSlot slot = table.find(profile); // another process may have claimed it
    found = new Found(table, slot, cache.isInMemory(table));
    if (slot == null) {
      cache.warmUp();
    }
    return slot;
  }

  /** Whether {@code slot}, which {@link #slot} gave, is on no disk; false if that is not sure. */
  public boolean isInMemory(TokenSlot slot) {
    Found present = found;
    return present != null && present.slot == slot && present.memory;
  }

  /**
   * Checks the mapping against the disk now and claims the slot if nobody has: for whoever holds
   * the refresh lock.
   */
  public void prepareToPublish() {
    if (slot(cache.checked()) != null) {
      return;
    }
    cache.claim(profile);
    found = null;
  }

  /**
   * Whether there is no slot although one could be claimed now: it went with the table that it lay
   * in, or the login was made by a process that could not, or before Chronicle was loaded. At most
   * once in ten seconds.
   */
  public boolean wantsSlot() {
    Found present = found;
    if ((present != null && present.slot != null) || !cache.isClaimable()) {
      return false;
    }
    long due = nextWish.get();
    long now = cache.clock().nanos();
    return now - due >= 0 && nextWish.compareAndSet(due, now + WISH_NANOS);
  }

  /** What is used: an engine's name, or {@code none}. */
  public String engine() {
    return cache.engine();
  }

  private record Found(SharedCache table, @Nullable TokenSlot slot, boolean memory) {}
}
