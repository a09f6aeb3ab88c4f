package dev.pawl.grant;

import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The refresh token that a login came with, by its fingerprint: a mark that the login keeps through
 * all its refreshes, by which it is known again when the same token is given once more.
 */
final class OriginalToken {
  /* Field of a stored grant; imports had it first. */
  private static final String FIELD = "imported";

  private OriginalToken() {}

  /** {@code login} with the mark of its refresh token; itself if it has none. */
  static Grant markedOn(Grant login) {
    Fingerprint fingerprint = login.tokens().fingerprint();
    if (fingerprint == null) {
      return login;
    }
    Map<String, @Nullable Object> extras = new LinkedHashMap<>(login.extras());
    extras.put(FIELD, fingerprint.value());
    return new Grant(0, Grant.Origin.LOGIN, login.client(), login.tokens(), extras);
  }

  /** Whether {@code stored} is marked as a login that came with the token of {@code offered}. */
  static boolean isOf(Grant stored, Fingerprint offered) {
    return offered.value().equals(stored.extras().get(FIELD));
  }
}
