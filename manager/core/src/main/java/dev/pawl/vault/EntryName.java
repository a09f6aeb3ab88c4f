package dev.pawl.vault;

import dev.pawl.spi.Fingerprint;
import java.nio.file.Path;

/**
 * Under which name a login lies in a vault. It becomes part of command lines, so it has no
 * character that means anything there.
 *
 * @param directory fingerprint of the path of the state directory in which the login was made
 * @param profile of the login
 */
public record EntryName(String directory, String profile) {
  private static final int LONGEST = 64;

  /** Refuses names that could be more than names. */
  public EntryName {
    if (!isPlain(directory, "") || !isPlain(profile, "._@-")) {
      throw new IllegalArgumentException("no name of an entry in a vault");
    }
  }

  /** The entry for {@code profile} of the state directory at {@code path}. */
  public static EntryName of(Path path, String profile) {
    return new EntryName(Fingerprint.of(path.toString()).value(), profile);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static EntryName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no name of an entry in a vault");
    }
    return new EntryName(text.substring(0, slash), text.substring(slash + 1));
  }

  private static boolean isPlain(String name, String more) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!plain && (i == 0 || more.indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST;
  }

  @Override
  public String toString() {
    return directory + "/" + profile;
  }
}
