package dev.pawl.drills.child;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock plus an offset that the runner sets. Thread-safe. */
final class TurnableClock implements InstantSource {
  private final InstantSource system = InstantSource.system();
  private volatile Duration offset = Duration.ZERO;

  void offset(Duration distance) {
    offset = distance;
  }

  @Override
  public Instant instant() {
    return system.instant().plus(offset);
  }

  @Override
  public long millis() {
    return system.millis() + offset.toMillis();
  }
}
