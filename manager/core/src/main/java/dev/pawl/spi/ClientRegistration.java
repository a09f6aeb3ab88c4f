package dev.pawl.spi;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * To whom a grant belongs: the client registration (RFC 6749 section 2) that a login binds it to. A
 * stored refresh token is never sent anywhere else.
 *
 * @param issuer the authorization server's issuer identifier (RFC 8414 section 2)
 * @param tokenEndpoint where the refresh token is spent
 * @param revocationEndpoint where it is revoked (RFC 7009); null if the server has none
 * @param clientId client identifier, which is no secret
 * @param scope space-separated scopes asked for at login; empty if none
 * @param replay what may follow a spend without an answer
 * @param authentication how the login was told to prove who the client is; null for a public
 *     client, and where the settings alone say it
 */
public record ClientRegistration(
    String issuer,
    URI tokenEndpoint,
    @Nullable URI revocationEndpoint,
    String clientId,
    String scope,
    ReplayPolicy replay,
    @Nullable ClientAuthentication authentication) {
  /**
   * The issuer of a login that has none, an API key. Reserved never to exist (RFC 2606 section 2):
   * nothing is ever sent there.
   */
  public static final String NO_ISSUER = "https://no-issuer.invalid";

  /** Checks that no part is missing. */
  public ClientRegistration {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
    Objects.requireNonNull(clientId, "clientId");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(replay, "replay");
  }

  /** A registration that says nothing of how the client proves who it is. */
  public ClientRegistration(
      String issuer,
      URI tokenEndpoint,
      @Nullable URI revocationEndpoint,
      String clientId,
      String scope,
      ReplayPolicy replay) {
    this(issuer, tokenEndpoint, revocationEndpoint, clientId, scope, replay, null);
  }

  /** The same registration, with another way to prove who the client is; null for none. */
  public ClientRegistration with(@Nullable ClientAuthentication other) {
    return new ClientRegistration(
        issuer, tokenEndpoint, revocationEndpoint, clientId, scope, replay, other);
  }

  /** The same registration, with another replay policy. */
  ClientRegistration with(ReplayPolicy other) {
    return other.equals(replay)
        ? this
        : new ClientRegistration(
            issuer, tokenEndpoint, revocationEndpoint, clientId, scope, other, authentication);
  }

  /**
   * Whether {@code name} names its issuer. A slash at the end is of no account: people write it,
   * and leave it out.
   */
  public boolean isOf(String name) {
    return isSame(issuer, name);
  }

  /** Whether two names are of one issuer; a slash at the end is of no account. */
  public static boolean isSame(String issuer, @Nullable String name) {
    return name != null && bare(issuer).equals(bare(name));
  }

  private static String bare(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }

  /** Whether a grant bound to this client may be used where {@code other} is configured. */
  public boolean isBoundLike(ClientRegistration other) {
    return isOf(other.issuer)
        && tokenEndpoint.equals(other.tokenEndpoint)
        && clientId.equals(other.clientId);
  }
}
