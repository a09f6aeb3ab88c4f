package dev.pawl.policy;

import dev.pawl.spi.Fingerprint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When an access token should be, and when it must be, replaced.
 *
 * <p>Ahead of its end lie an advisory window (5 minutes or 20 % of the lifetime), in which one
 * process refreshes while all go on, and a mandatory window (30 seconds or 10 %), in which callers
 * wait for the refresh.
 *
 * @param adviseAt start of the advisory window for this process, epoch milliseconds
 * @param mandatoryAt start of the mandatory window, epoch milliseconds
 * @param expiresAt the token's end, epoch milliseconds
 * @param lifetime how long it lives in all, milliseconds
 */
public record Freshness(long adviseAt, long mandatoryAt, long expiresAt, long lifetime) {
  private static final long ADVISORY = Duration.ofMinutes(5).toMillis();
  private static final long MANDATORY = Duration.ofSeconds(30).toMillis();

  /**
   * The share of the advisory window that this process lets pass for {@code profile}: by the
   * profile's name first, so that logins of one moment are not all refreshed in another, and by
   * chance, so that not all processes try at once.
   */
  public static double spread(String profile) {
    long hash = ByteBuffer.wrap(Fingerprint.sha256(profile)).getLong(Long.BYTES);
    double share = (hash >>> 11) * 0x1.0p-53;
    return 0.4 * share + ThreadLocalRandom.current().nextDouble(0.1);
  }

  /**
   * The windows of a token.
   *
   * @param spread this process's share of the advisory window that it lets pass, 0 to 0.5
   */
  public static Freshness of(long issuedAt, long expiresAt, double spread) {
    if (expiresAt == Long.MAX_VALUE) {
      return new Freshness(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }
    long lifetime = Math.max(0, expiresAt - issuedAt);
    long advisory = Math.min(ADVISORY, lifetime / 5);
    long mandatory = Math.min(MANDATORY, lifetime / 10);
    return new Freshness(
        expiresAt - advisory + (long) (advisory * spread),
        expiresAt - mandatory,
        expiresAt,
        lifetime);
  }

  /**
   * The windows as a clock sees them that reads {@code now}. A token that was issued in the future
   * was issued by a clock that has been put back since: when it ends is not known, so it is to be
   * replaced at once. A clock that was ahead by no more than the mandatory window did no harm.
   */
  public Freshness seenAt(long issuedAt, long now) {
    boolean ahead = expiresAt != Long.MAX_VALUE && issuedAt - now > expiresAt - mandatoryAt;
    return ahead ? new Freshness(Long.MIN_VALUE, Long.MIN_VALUE, expiresAt, lifetime) : this;
  }

  /** The windows of a token that has ended, whatever the wall clock says. */
  public Freshness ended() {
    return new Freshness(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, lifetime);
  }

  /** Whether its end was reckoned by a clock that can be believed. */
  public boolean isEndKnown() {
    return mandatoryAt != Long.MIN_VALUE || expiresAt == Long.MIN_VALUE;
  }

  /**
   * Whether the token lives for {@code least} milliseconds from {@code now}. Of a life that is too
   * short for that, nine tenths will do: else every caller would find every token too old.
   */
  boolean lasts(long least, long now) {
    return expiresAt == Long.MAX_VALUE || now <= expiresAt - Math.min(least, lifetime / 10 * 9);
  }
}
