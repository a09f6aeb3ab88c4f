package dev.pawl.simulator.cloud.aws;

import java.time.Duration;

/** How long temporary credentials live, virtual time; may be changed at any time. Thread-safe. */
final class Lifetimes {
  private static final Duration HOUR = Duration.ofHours(1);

  private volatile Duration role = HOUR;

  Duration role() {
    return role;
  }

  void role(Duration other) {
    role = other;
  }

  void reset() {
    role = HOUR;
  }
}
