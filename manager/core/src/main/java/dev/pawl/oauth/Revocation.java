package dev.pawl.oauth;

/**
 * What became of a request to revoke a token (RFC 7009).
 *
 * @param result see {@link Result}
 * @param reason why it failed or is not possible, fit for a terminal; empty if revoked
 */
public record Revocation(Result result, String reason) {
  /** The three ends. */
  public enum Result {
    /** The server says that the token is of no use any more. */
    REVOKED,
    /** The server has no way to revoke such a token. */
    UNSUPPORTED,
    /** It must be assumed that the token still works. */
    FAILED
  }
}
