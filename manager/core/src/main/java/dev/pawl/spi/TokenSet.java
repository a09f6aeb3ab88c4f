package dev.pawl.spi;

import org.jspecify.annotations.Nullable;

/**
 * The secrets of one generation and their times.
 *
 * @param access the access token; null if only a refresh token is known
 * @param issuedAt when the request that brought the access token was sent, epoch milliseconds
 * @param expiresAt when the access token ends, epoch milliseconds; {@link Long#MAX_VALUE} if never
 * @param refresh the refresh token; null if there is none; of a login whose tokens are minted
 *     without one, what {@link #minted} put there
 */
public record TokenSet(
    @Nullable String access, long issuedAt, long expiresAt, @Nullable String refresh) {

  /**
   * No token yet: the first is minted as all that follow, by {@code type}. What takes the place of
   * the refresh token is no secret and is sent nowhere.
   *
   * @throws IllegalStateException if that type needs a refresh token
   */
  public static TokenSet minted(GrantType type) {
    return ofRefresh(type.standIn());
  }

  /** How the next access token is got. */
  public GrantType grantType() {
    return GrantType.of(refresh);
  }

  /** Only a refresh token, to be spent for the first access token. */
  public static TokenSet ofRefresh(String refresh) {
    return new TokenSet(null, 0, 0, refresh);
  }

  /** The fingerprint of the refresh token; null if there is none. */
  public @Nullable Fingerprint fingerprint() {
    return refresh == null ? null : Fingerprint.of(refresh);
  }

  /** Says when the tokens end, never what they are. */
  @Override
  public String toString() {
    return "Tokens[access="
        + (access == null ? "absent" : "redacted")
        + ", expiresAt="
        + expiresAt
        + ", refresh="
        + (refresh == null ? "absent" : "redacted")
        + "]";
  }
}
