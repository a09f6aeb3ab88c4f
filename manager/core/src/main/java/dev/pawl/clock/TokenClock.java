package dev.pawl.clock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The one clock: wall time decides what is fresh, monotonic time decides how long anybody waits.
 *
 * <p>Nothing else in the manager reads a clock. No lock, ownership or fence depends on either.
 * Thread-safe if the instant source is.
 */
public final class TokenClock {
  private static final TokenClock SYSTEM = new TokenClock(InstantSource.system());
  private static final Duration CENTURY = Duration.ofDays(36_500);

  private final InstantSource wall;

  private TokenClock(InstantSource wall) {
    this.wall = Objects.requireNonNull(wall);
  }

  /** The clock of the machine. */
  public static TokenClock system() {
    return SYSTEM;
  }

  /** A clock whose wall time comes from {@code wall}; waiting still uses the machine's own. */
  public static TokenClock of(InstantSource wall) {
    return new TokenClock(wall);
  }

  /** Wall time in milliseconds since the epoch; may jump. */
  public long millis() {
    return wall.millis();
  }

  /** Monotonic nanoseconds since an arbitrary origin; compare by subtraction only. */
  public long nanos() {
    return System.nanoTime();
  }

  /** When {@code wait} will have passed, in {@link #nanos}; bounded as {@link #bounded} says. */
  public long deadline(Duration wait) {
    return nanos() + bounded(wait).toNanos();
  }

  /** {@code wait}, but nothing if it is negative and a century if it is longer. */
  public static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(CENTURY) > 0 ? CENTURY : wait;
  }
}
