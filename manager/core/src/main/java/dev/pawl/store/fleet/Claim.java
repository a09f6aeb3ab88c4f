package dev.pawl.store.fleet;

import dev.pawl.clock.TokenClock;
import dev.pawl.spi.Fingerprint;
import dev.pawl.store.fleet.FleetRecord.Claimant;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * This process's own claim: the right to present one refresh token once, and only before its
 * deadline. That runs from before the claim was first sent, by two clocks (rules 3 and 6).
 */
final class Claim {
  private final Claimant by;
  private final String lineage;
  private final @Nullable Fingerprint token;
  private final TokenClock clock;
  private final Start begun;
  private @Nullable Start looked;
  private int attempt;

  /** A moment by both clocks. */
  private record Start(long nanos, long millis) {
    static Start now(TokenClock clock) {
      return new Start(clock.nanos(), clock.millis());
    }

    /* A wall clock that was set back is a reason to doubt it. */
    boolean isWithin(Duration limit, TokenClock clock) {
      long wall = clock.millis() - millis;
      return clock.nanos() - nanos < limit.toNanos() && wall >= 0 && wall < limit.toMillis();
    }
  }

  Claim(Claimant by, String lineage, @Nullable Fingerprint token, TokenClock clock) {
    this.by = by;
    this.lineage = lineage;
    this.token = token;
    this.clock = clock;
    this.begun = Start.now(clock);
  }

  Claimant by() {
    return by;
  }

  String nonce() {
    return by.nonce();
  }

  @Nullable Fingerprint token() {
    return token;
  }

  String lineage() {
    return lineage;
  }

  int attempt() {
    return attempt;
  }

  void isAttempt(int number) {
    attempt = number;
  }

  boolean isInTime() {
    return begun.isWithin(Duration.ofMillis(by.ttlMillis()), clock);
  }

  /** The last look is about to be sent. */
  void looks() {
    looked = Start.now(clock);
  }

  /** Whether the first byte may go out now: the last look is young, and the claim stands. */
  boolean maySend() {
    Start look = looked;
    return isInTime() && look != null && look.isWithin(FleetTiming.LOOK, clock);
  }

  /** Whether it stands: applied was answered, or a read shows its nonce (rule 3). */
  boolean isWon(RecordAccess record, FleetRecord claimed) throws IOException {
    try {
      return record.write(claimed) || isShownIn(record.record());
    } catch (StoreAwayException e) {
      return isShownInTime(record, e);
    }
  }

  private boolean isShownIn(@Nullable FleetRecord now) {
    return now != null && now.isClaimedBy(nonce());
  }

  private boolean isShownInTime(RecordAccess record, StoreAwayException unknown)
      throws IOException {
    long pause = FleetTiming.FIRST_PAUSE_NANOS;
    while (isInTime()) {
      try {
        return isShownIn(record.look());
      } catch (StoreAwayException e) {
        LockSupport.parkNanos(pause);
        pause = Math.min(FleetTiming.LONGEST_PAUSE_NANOS, pause * 2);
      }
    }
    throw unknown;
  }
}
