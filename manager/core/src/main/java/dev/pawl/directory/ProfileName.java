package dev.pawl.directory;

/** What a profile may be called: names are file names, on case-insensitive disks too. */
public final class ProfileName {
  private static final int LONGEST = 64;

  private ProfileName() {}

  /**
   * Checks that {@code name} may be a profile's name.
   *
   * @throws IllegalArgumentException if not; the message says what is allowed
   */
  public static String checked(String name) {
    if (!isPossible(name)) {
      throw new IllegalArgumentException(
          "a profile is named with 1 to 64 of a-z 0-9 . _ @ - and begins with a letter or digit");
    }
    return name;
  }

  /**
   * Whether a profile may be called so. Written out, since a warm {@code pawl token} does without
   * regular expressions.
   */
  static boolean isPossible(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!plain && (i == 0 || "._@-".indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST;
  }
}
