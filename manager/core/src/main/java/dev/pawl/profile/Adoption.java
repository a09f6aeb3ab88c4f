package dev.pawl.profile;

import dev.pawl.policy.Freshness;
import java.util.concurrent.TimeUnit;

/**
 * When this process first saw a token, by the clock that nobody can set: the token has ended when
 * its life has passed since, even if the wall clock was put back meanwhile. Immutable.
 *
 * @param generation of the token
 * @param expiresAt its end by the wall clock, epoch milliseconds
 * @param endNanos its end by the monotonic clock
 */
public record Adoption(long generation, long expiresAt, long endNanos) {
  private static final long MARGIN_MILLIS = Snapshot.CHECK_MILLIS;

  /** Of a token that is seen now for the first time. */
  public static Adoption of(long generation, Freshness token, long millis, long nanos) {
    long left = token.expiresAt() - millis;
    long life = left > 0 && left < token.lifetime() ? left : token.lifetime();
    long least = life - Math.min(MARGIN_MILLIS, life / 10); // a snapshot lives on for so long
    return new Adoption(
        generation, token.expiresAt(), nanos + TimeUnit.MILLISECONDS.toNanos(bounded(least)));
  }

  private static long bounded(long millis) {
    return Math.min(millis, TimeUnit.DAYS.toMillis(36_500));
  }

  public boolean isOf(long otherGeneration, long otherEnd) {
    return generation == otherGeneration && expiresAt == otherEnd;
  }

  /** Whether the token's life has passed. */
  public boolean isOver(long nanos) {
    return nanos - endNanos >= 0;
  }
}
