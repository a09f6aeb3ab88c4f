package dev.pawl.process;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The name that was perhaps meant by somebody who typed another one. */
public final class NearestName {
  private static final int FAR = 3;

  private NearestName() {}

  /** The one of {@code known} that is at most two letters away from {@code name}; null if none. */
  public static @Nullable String of(String name, Set<String> known) {
    String nearest = null;
    int least = FAR;
    for (String candidate : new TreeSet<>(known)) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /* How many letters must be put in, taken out or changed; two rows of the table of Levenshtein. */
  private static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
      }
      above = row;
    }
    return above[other.length()];
  }
}
