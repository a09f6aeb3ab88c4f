package dev.pawl.profile;

import dev.pawl.policy.Freshness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * When this process first saw a token, by the clock that nobody can set: the token has ended when
 * its life has passed since, even if the wall clock was put back meanwhile. Immutable.
 *
 * @param issuedAt when it was issued by the wall clock, epoch milliseconds
 * @param expiresAt its end by the wall clock, epoch milliseconds
 * @param endNanos its end by the monotonic clock
 */
public record Adoption(long issuedAt, long expiresAt, long endNanos) {
  private static final long MARGIN_MILLIS = Snapshot.CHECK_MILLIS;

  /** Of a token that is seen now for the first time. */
  public static Adoption of(long issuedAt, Freshness token, long millis, long nanos) {
    long left = token.expiresAt() - millis;
    long life = left > 0 && left < token.lifetime() ? left : token.lifetime();
    long least = life - Math.min(MARGIN_MILLIS, life / 10); // a snapshot lives on for so long
    return new Adoption(
        issuedAt, token.expiresAt(), nanos + TimeUnit.MILLISECONDS.toNanos(bounded(least)));
  }

  /**
   * The tokens that a process has seen; of very many, those that it asked for last. Thread-safe.
   */
  static final class Memory {
    private static final int MOST = 256;

    private final Map<List<Long>, Adoption> seen = new LinkedHashMap<>(16, 0.75f, true);

    /** When the token of that issue was first seen: now, if it was not before. */
    synchronized Adoption of(long issuedAt, Freshness token, long millis, long nanos) {
      Adoption known =
          seen.computeIfAbsent(
              List.of(issuedAt, token.expiresAt()),
              any -> Adoption.of(issuedAt, token, millis, nanos));
      if (seen.size() > MOST) {
        seen.remove(seen.keySet().iterator().next());
      }
      return known;
    }
  }

  private static long bounded(long millis) {
    return Math.min(millis, TimeUnit.DAYS.toMillis(36_500));
  }

  /** Whether the token's life has passed. */
  public boolean isOver(long nanos) {
    return nanos - endNanos >= 0;
  }
}
