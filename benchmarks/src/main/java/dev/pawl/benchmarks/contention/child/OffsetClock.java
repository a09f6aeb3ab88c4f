package dev.pawl.benchmarks.contention.child;

import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, turned forward by the runner so that tokens end for all at once. */
final class OffsetClock implements InstantSource {
  private volatile long offset;

  void turnTo(long millis) {
    offset = millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return System.currentTimeMillis() + offset;
  }
}
