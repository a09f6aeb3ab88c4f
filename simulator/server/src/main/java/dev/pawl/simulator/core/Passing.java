package dev.pawl.simulator.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Values by key, each of which has an end. For ten minutes of virtual time after its end a value is
 * still there, so that whoever is late can be told so. Later it is forgotten; their number stays in
 * the bounds of what has come within that time. Thread-safe.
 */
final class Passing<V> {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int FEW = 1024;

  private final Map<String, V> values = new ConcurrentHashMap<>();
  private final Function<V, Instant> end;
  private volatile int many = FEW;

  Passing(Function<V, Instant> end) {
    this.end = end;
  }

  /** Adds a value; now and then, forgets those that ended long ago. */
  void put(String key, V value, Instant now) {
    if (values.size() >= many) {
      values.values().removeIf(old -> end.apply(old).plus(REMEMBERED).isBefore(now));
      many = Math.max(FEW, 2 * values.size());
    }
    values.put(key, value);
  }

  Optional<V> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Takes a value away; false if it is gone already. */
  boolean remove(String key) {
    return values.remove(key) != null;
  }

  int size() {
    return values.size();
  }

  void clear() {
    values.clear();
    many = FEW;
  }
}
