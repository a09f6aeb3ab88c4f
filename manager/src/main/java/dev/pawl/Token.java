package dev.pawl;

import java.time.Instant;
import java.util.Objects;

/**
 * What a caller gets: a bearer token (RFC 6750) of one generation. Immutable.
 *
 * @param value the secret, to be sent as {@code Authorization: Bearer}
 * @param expiry when it ends; {@link Instant#MAX} if never
 * @param generation which generation of the profile it belongs to; greater is newer
 * @param profile whose it is
 */
public record Token(String value, Instant expiry, long generation, String profile) {
  /** Checks that no part is missing. */
  public Token {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(expiry, "expiry");
    Objects.requireNonNull(profile, "profile");
  }

  /** Names the generation, never the secret. */
  @Override
  public String toString() {
    return "Token[profile=" + profile + ", generation=" + generation + ", expiry=" + expiry + "]";
  }
}
