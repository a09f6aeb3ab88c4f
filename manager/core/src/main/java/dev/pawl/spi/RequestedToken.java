package dev.pawl.spi;

import java.util.Objects;

/**
 * An access token of a login besides its own: for an audience, a resource or scopes that somebody
 * asked for.
 *
 * @param access the access token
 * @param issuedAt when the request that brought it was sent, epoch milliseconds
 * @param expiresAt when it ends, epoch milliseconds; {@link Long#MAX_VALUE} if never
 * @param generation of the login that it came with
 * @param forced whether its predecessor was rejected
 */
public record RequestedToken(
    String access, long issuedAt, long expiresAt, long generation, boolean forced) {
  /** Checks that there is one. */
  public RequestedToken {
    Objects.requireNonNull(access, "access");
  }

  /** Says when it ends, never what it is. */
  @Override
  public String toString() {
    return "RequestedToken[generation=" + generation + ", expiresAt=" + expiresAt + "]";
  }
}
