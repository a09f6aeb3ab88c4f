package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import java.time.Duration;
import java.time.Instant;

/**
 * When a refresh token that nobody has spent ends by itself (RFC 6749, section 1.5, leaves it to
 * the server; RFC 9700, section 4.14.2, asks for an end of unused ones).
 *
 * @param idle how long after its issue a refresh token ends, unless it is spent; virtual time
 * @param absolute how long after the login all refresh tokens of a family end; virtual time
 */
public record RefreshEnds(Duration idle, Duration absolute) {
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** No end that anybody will see. */
  public static final RefreshEnds NEVER = new RefreshEnds(CENTURY, CENTURY);

  /** Checks the ranges: a second to a century. */
  public RefreshEnds {
    require("refreshIdle", idle);
    require("refreshAbsolute", absolute);
  }

  private static void require(String name, Duration value) {
    if (value.toSeconds() < 1 || value.compareTo(CENTURY) > 0) {
      throw new IllegalArgumentException(
          "'" + name + "' must be a second to " + CENTURY + ", not " + value);
    }
  }

  /** Returns these ends with another idle time. */
  public RefreshEnds idle(Duration other) {
    return new RefreshEnds(other, absolute);
  }

  /** Returns these ends with another absolute time. */
  public RefreshEnds absolute(Duration other) {
    return new RefreshEnds(idle, other);
  }

  boolean areOver(RefreshToken token, Instant now) {
    return !now.isBefore(token.issuedAt.plus(idle))
        || !now.isBefore(token.family.begunAt.plus(absolute));
  }
}
