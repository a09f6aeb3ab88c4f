package dev.pawl;

import dev.pawl.cache.SharedCache;
import dev.pawl.cache.TokenSlot;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A profile's slot in the shared cache, found again when the cache is another one. Thread-safe. */
final class CacheAccess {
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final CacheTable cache;
  private final String profile;

  private volatile @Nullable Found found;

  CacheAccess(CacheTable cache, String profile) {
    this.cache = cache;
    this.profile = profile;
  }

  /** The slot; null without a cache, or if nobody has claimed one. */
  @Nullable TokenSlot slot() {
    return slot(cache.table());
  }

  private @Nullable TokenSlot slot(@Nullable SharedCache table) {
    if (table == null) {
      return null;
    }
    Found present = found;
    if (present != null && present.table == table && !mayBeClaimed(present)) {
      return present.slot;
    }
    Found fresh = new Found(table, table.find(profile), cache.clock().nanos());
    found = fresh;
    return fresh.slot;
  }

  /* By another process, meanwhile. */
  private boolean mayBeClaimed(Found present) {
    return present.slot == null && cache.clock().nanos() - present.at >= CHECK_NANOS;
  }

  /**
   * Checks the mapping against the disk now and claims the slot if nobody has: for whoever holds
   * the refresh lock and has something to publish. A mere reader claims nothing.
   */
  void prepareToPublish() {
    SharedCache table = cache.checked();
    if (table == null || slot(table) != null) {
      return;
    }
    cache.claim(profile);
    found = null;
  }

  /** What is used: an engine's name, or {@code none}. */
  String engine() {
    return cache.engine();
  }

  private record Found(SharedCache table, @Nullable TokenSlot slot, long at) {}
}
