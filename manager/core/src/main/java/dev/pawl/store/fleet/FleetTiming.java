package dev.pawl.store.fleet;

import java.time.Duration;

/**
 * How long claims last (docs/fleet.md, rules T2 to T4).
 *
 * @param ttl a claim seen unchanged for so long is in doubt
 * @param quarantine a doubt is left alone for so long
 */
public record FleetTiming(Duration ttl, Duration quarantine) {
  /** The longest that may lie between the last look and the first byte of a request. */
  static final Duration LOOK = Duration.ofSeconds(2);

  /** How soon a store that did not answer, or that says nothing new, is asked again. */
  static final long FIRST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  /** The longest that is waited for that. */
  static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final Duration MARGIN = Duration.ofSeconds(13);
  private static final Duration PAUSE = Duration.ofSeconds(60);

  /** What suits requests of at most {@code request}, with a pause of a minute allowed. */
  public static FleetTiming of(Duration request) {
    return new FleetTiming(request.plus(LOOK).plus(MARGIN), request.plus(LOOK).plus(PAUSE));
  }

  /**
   * Checks rule T4.
   *
   * @throws IllegalArgumentException if a claim could expire, or a doubt be replayed, while a
   *     request of at most {@code request} is under way
   */
  public FleetTiming checked(Duration request) {
    Duration least = request.plus(LOOK);
    if (ttl.compareTo(least.plusSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "fleet.ttlSeconds must be at least " + least.plusSeconds(1).toSeconds());
    }
    if (quarantine.compareTo(least.plusSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "fleet.quarantineSeconds must be at least " + least.plusSeconds(1).toSeconds());
    }
    return this;
  }
}
