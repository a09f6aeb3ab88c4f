package dev.pawl.policy;

import dev.pawl.clock.TokenClock;
import java.time.Duration;

/**
 * How long things may take.
 *
 * @param request one request to the token endpoint, from connecting to the last byte
 * @param waitTimeout how long a caller without a usable token waits
 * @param rejection within which a token born of a rejection is not forced again
 */
public record Timeouts(Duration request, Duration waitTimeout, Duration rejection) {
  private static final Duration LONGEST_REQUEST = Duration.ofHours(1);

  /* A disk that is slow, or a vault that is asked by a tool. */
  private static final Duration SAVE = Duration.ofSeconds(15);

  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(45), Duration.ofSeconds(60));

  /** Makes what is longer than anybody waits as long as can be counted. */
  public Timeouts {
    request = request.compareTo(LONGEST_REQUEST) > 0 ? LONGEST_REQUEST : request;
    waitTimeout = TokenClock.bounded(waitTimeout);
    rejection = TokenClock.bounded(rejection);
  }

  /** A whole spend: the request, and the save of what it brought. */
  public Duration spend() {
    return request.plus(SAVE);
  }

  /** One revocation, best effort. */
  public Duration revocation() {
    return Duration.ofSeconds(5);
  }
}
