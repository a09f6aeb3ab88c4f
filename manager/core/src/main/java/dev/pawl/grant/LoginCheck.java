package dev.pawl.grant;

import dev.pawl.process.Ascii;
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
    // RFC 6750 section 2.1: no space in a header; RFC 6749 appendix A.17
    require(access, access == null || Ascii.isVisible(access), "access token");
    require(refresh, refresh == null || Ascii.isPrintable(refresh), "refresh token");
  }

  private static void require(@Nullable String token, boolean fits, String noun) {
    if (!fits || (token != null && token.isBlank())) {
      throw new IllegalArgumentException(
          "this cannot be the " + noun + " of a login: it must be visible ASCII");
    }
  }
}
