package dev.pawl.oauth.client;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names under which servers refuse a client that is not who it says: {@code invalid_client}
 * (RFC 6749 section 5.2), and what vendors say instead ({@code bad_client_secret}, {@code
 * invalid_client_credentials} ...). Such a request was looked at no further, so nothing was spent.
 */
public final class ClientRefusal {
  private static final Pattern NAME =
      Pattern.compile("(invalid|bad|wrong|incorrect)_client(_(id|secret|credentials))?");

  private ClientRefusal() {}

  /** Whether an error of that name says so. */
  public static boolean isMeantBy(String code) {
    return NAME.matcher(code.toLowerCase(Locale.ROOT)).matches();
  }
}
