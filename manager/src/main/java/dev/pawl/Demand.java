package dev.pawl;

import dev.pawl.spi.TokenClock;
import java.time.Duration;

/**
 * What a caller wants of a token; every path asks the same question with another demand.
 *
 * @param rejected the generation that a resource server rejected: only a newer one will do; 0 if
 *     none
 * @param ahead whether a token in its advisory window is too old
 * @param spend whether the refresh token may be spent to meet the demand
 * @param least how much life the token must have left, milliseconds; 0 if the windows decide alone
 */
record Demand(long rejected, boolean ahead, boolean spend, long least) {
  /** Any usable token. */
  static final Demand USABLE = new Demand(0, false, true, 0);

  /** A token that is not about to end: the refresh ahead of time. */
  static final Demand AHEAD = new Demand(0, true, true, 0);

  /** Only a look at the store, to publish what it says. */
  static final Demand LOOK = new Demand(Long.MIN_VALUE, false, false, 0);

  /** A token newer than the rejected one. */
  static Demand newerThan(long rejected) {
    return new Demand(rejected, false, true, 0);
  }

  /** A token with at least so much life left. */
  static Demand lasting(Duration least) {
    return new Demand(0, false, true, TokenClock.bounded(least).toMillis());
  }

  /** This demand, with one more generation that will not do. */
  Demand orNewerThan(long rejectedToo) {
    return rejectedToo > rejected && spend ? new Demand(rejectedToo, ahead, true, least) : this;
  }

  /** Whether a token of {@code generation} meets the demand at time {@code now}. */
  boolean accepts(long generation, Freshness freshness, long now) {
    return generation > rejected
        && now < (ahead ? freshness.adviseAt() : freshness.mandatoryAt())
        && (least == 0 || freshness.lasts(least, now));
  }
}
