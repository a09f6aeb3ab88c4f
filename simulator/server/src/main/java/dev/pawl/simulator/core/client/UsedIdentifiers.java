package dev.pawl.simulator.core.client;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Identifiers that count once, each until its end (RFC 7519, section 4.1.7). Those that are over
 * are forgotten now and then, so that one use costs the same however many there were. Thread-safe.
 */
final class UsedIdentifiers {
  private static final int FEW = 1024;

  private final Map<String, Instant> ends = new ConcurrentHashMap<>();
  private volatile int many = FEW;

  /** Uses an identifier up; false if it was used and that use is not over. */
  boolean use(String identifier, Instant end, Instant now) {
    if (ends.size() >= many) {
      ends.values().removeIf(over -> !now.isBefore(over));
      many = Math.max(FEW, 2 * ends.size());
    }
    Instant before = ends.putIfAbsent(identifier, end);
    return before == null || (!now.isBefore(before) && ends.replace(identifier, before, end));
  }

  /** Forgets all. */
  void clear() {
    ends.clear();
    many = FEW;
  }
}
