package dev.pawl.grant;

import dev.pawl.refresh.locked.IssuerAccess;
import dev.pawl.spi.Grant;
import dev.pawl.token.TokenException;
import org.jspecify.annotations.Nullable;

/** Whether a login could be of use to anybody, before anything is changed for it. */
public final class LoginCheck {
  private LoginCheck() {}

  /**
   * Checks that the refresh token of {@code login} may be sent where it would be sent, and that it
   * has a token, and none that no request could carry.
   *
   * @throws TokenException FIX_CONFIGURATION if its endpoint is not secure
   * @throws IllegalArgumentException if it has no token, or one of other than visible ASCII
   */
  public static void require(Grant login) {
    IssuerAccess.requireSecure(login);
    String access = login.tokens().access();
    String refresh = login.tokens().refresh();
    if (access == null && refresh == null) {
      throw new IllegalArgumentException("a login needs an access token or a refresh token");
    }
    requireVisible(access, '!', "access token"); // RFC 6750 section 2.1: no space in a header
    requireVisible(refresh, ' ', "refresh token"); // RFC 6749 appendix A.17
  }

  private static void requireVisible(@Nullable String token, char least, String noun) {
    boolean visible = token == null || token.chars().allMatch(c -> c >= least && c <= '~');
    if (!visible || (token != null && token.isBlank())) {
      throw new IllegalArgumentException(
          "this cannot be the " + noun + " of a login: it must be visible ASCII");
    }
  }
}
