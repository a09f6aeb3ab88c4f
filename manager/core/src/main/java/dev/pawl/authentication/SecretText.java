package dev.pawl.authentication;

import dev.pawl.spi.SecretReference;
import dev.pawl.token.TokenException;
import java.util.Map;

/** Reads secrets that belong to no client, from the same places. */
public final class SecretText {
  private SecretText() {}

  /**
   * The one line at {@code place}.
   *
   * @param noun what it is, for people
   * @throws TokenException FIX_CONFIGURATION if there is nothing fit to be one; the message says
   *     what to do and holds nothing of it
   */
  public static String line(String noun, SecretReference place, Map<String, String> environment) {
    return new SecretPlaceText("", noun, false, environment).read(place);
  }

  /** The same for a key, which may have several lines. */
  public static String key(String noun, SecretReference place, Map<String, String> environment) {
    return new SecretPlaceText("", noun, true, environment).read(place);
  }
}
