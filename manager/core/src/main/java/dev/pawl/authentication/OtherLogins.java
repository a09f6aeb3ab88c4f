package dev.pawl.authentication;

/** The logins of other profiles, whose tokens a login may exchange (RFC 8693). Thread-safe. */
public interface OtherLogins {
  /** There are none. */
  OtherLogins NONE =
      (asking, profile) -> {
        throw new IllegalStateException("nobody is asked for the token of profile " + profile);
      };

  /**
   * A usable access token of {@code profile}, for {@code asking} to exchange. It may be refreshed
   * for that, while the lock of {@code asking} is held.
   *
   * @throws dev.pawl.token.TokenException if there is none, or if the login of {@code profile}
   *     needs a token of {@code asking} itself
   */
  String token(String asking, String profile);
}
