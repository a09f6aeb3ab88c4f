package dev.pawl.token;

import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.ProofKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller gets: one secret of one generation, and how it is presented. Immutable.
 *
 * @param value the secret
 * @param expiry when it ends; {@link Instant#MAX} if never, or if nobody says
 * @param generation which generation of the profile it belongs to; greater is newer; 0 if it is not
 *     of the stored login
 * @param profile whose it is
 * @param kind how it is presented to an API
 * @param key that it is bound to (RFC 9449), which proves possession with each request of {@link
 *     Kind#DPOP}; null if it is bound to none
 */
public record Token(
    String value,
    Instant expiry,
    long generation,
    String profile,
    Kind kind,
    @Nullable ProofKey key) {
  /** Checks that no part is missing. */
  public Token {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(expiry, "expiry");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(kind, "kind");
  }

  /** A token that is bound to no key. */
  public Token(String value, Instant expiry, long generation, String profile, Kind kind) {
    this(value, expiry, generation, profile, kind, null);
  }

  /** A bearer token (RFC 6750). */
  public Token(String value, Instant expiry, long generation, String profile) {
    this(value, expiry, generation, profile, Kind.BEARER);
  }

  /**
   * This token, bound to {@code other}, and presented with its proofs; as it is if that is null.
   */
  public Token boundTo(@Nullable ProofKey other) {
    return other == null ? this : new Token(value, expiry, generation, profile, Kind.DPOP, other);
  }

  /** This token, presented as {@code kind}. */
  public Token as(Kind kind) {
    return kind == this.kind ? this : new Token(value, expiry, generation, profile, kind, key);
  }

  /** Names the generation, never the secret. */
  @Override
  public String toString() {
    return "Token[profile=" + profile + ", generation=" + generation + ", expiry=" + expiry + "]";
  }
}
