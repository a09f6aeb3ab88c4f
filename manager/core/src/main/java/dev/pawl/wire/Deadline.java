package dev.pawl.wire;

import dev.pawl.clock.TokenClock;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment at which an exchange must be over, whatever it is doing. */
public record Deadline(TokenClock clock, long atNanos) {
  private static final Duration LONGEST = Duration.ofHours(1);

  public static Deadline in(Duration time, TokenClock clock) {
    Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    return new Deadline(clock, clock.nanos() + bounded.toNanos());
  }

  /**
   * What is left in milliseconds, at least 1.
   *
   * @throws SocketTimeoutException if nothing is left
   */
  public int remainingMillis() throws SocketTimeoutException {
    long left = atNanos - clock.nanos();
    if (left <= 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }
}
