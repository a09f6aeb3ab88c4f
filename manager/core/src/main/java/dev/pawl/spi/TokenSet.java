package dev.pawl.spi;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one generation and their times.
 *
 * @param access the access token; null if only a refresh token is known
 * @param issuedAt when the request that brought the access token was sent, epoch milliseconds
 * @param expiresAt when the access token ends, epoch milliseconds; {@link Long#MAX_VALUE} if never
 * @param refresh the refresh token; null if there is none; of a client that gets its tokens for
 *     itself (RFC 6749 section 4.4) what {@link #ofClientCredentials} put there
 */
public record TokenSet(
    @Nullable String access, long issuedAt, long expiresAt, @Nullable String refresh) {

  private static final String CLIENT_CREDENTIALS = "urn:pawl:client_credentials:";

  /**
   * Nothing but the right of a client to get access tokens for itself (RFC 6749 section 4.4), which
   * takes the place of a refresh token: it is no secret, is sent nowhere, and no two are the same.
   */
  public static TokenSet ofClientCredentials() {
    return ofRefresh(CLIENT_CREDENTIALS + UUID.randomUUID());
  }

  /** Whether {@code refresh} is what {@link #ofClientCredentials} made, and no refresh token. */
  public static boolean isClientCredentials(@Nullable String refresh) {
    return refresh != null && refresh.startsWith(CLIENT_CREDENTIALS);
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
