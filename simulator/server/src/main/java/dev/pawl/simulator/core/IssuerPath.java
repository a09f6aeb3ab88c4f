package dev.pawl.simulator.core;

import java.util.regex.Pattern;

/** The path of an issuer's identifier. */
public final class IssuerPath {
  /* Neither "/" at the end nor "//", and nothing that has to be encoded. */
  private static final Pattern PATH = Pattern.compile("(/(?![.]{1,2}(/|$))[A-Za-z0-9._~-]+)+");

  private IssuerPath() {}

  /**
   * Checks the path of an issuer's identifier.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public static String checked(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "an issuer's path is like /tenants/acme, of letters, digits and . _ ~ -, not '"
              + path
              + "'");
    }
    return path;
  }
}
