package dev.pawl;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param request one request to the token endpoint, from connecting to the last byte
 * @param patience how long a caller without a usable token waits
 * @param rejection within which a token born of a rejection is not forced again
 */
record Timing(Duration request, Duration patience, Duration rejection) {
  static final Timing DEFAULT =
      new Timing(Duration.ofSeconds(30), Duration.ofSeconds(45), Duration.ofSeconds(60));

  /** One revocation, best effort. */
  Duration revocation() {
    return Duration.ofSeconds(5);
  }
}
