package dev.pawl.settings;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the settings say of one issuer's OAuth errors, beside what is known of everybody's.
 *
 * @param retryable codes that mean "try again"
 * @param terminal codes that mean "the refresh token is of no use any more"
 */
public record ErrorCodes(Set<String> retryable, Set<String> terminal) {
  /** Nothing is said of any. */
  public static final ErrorCodes NONE = new ErrorCodes(Set.of(), Set.of());

  /** Copies both, in lower case: servers do not agree on it. */
  public ErrorCodes {
    retryable = lower(retryable);
    terminal = lower(terminal);
  }

  /** These and those of {@code others}. */
  public ErrorCodes and(ErrorCodes others) {
    return new ErrorCodes(union(retryable, others.retryable()), union(terminal, others.terminal()));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> union = new HashSet<>(some);
    union.addAll(others);
    return union;
  }

  private static Set<String> lower(Set<String> codes) {
    Set<String> lower = new HashSet<>();
    for (String code : codes) {
      lower.add(code.toLowerCase(Locale.ROOT));
    }
    return Set.copyOf(lower);
  }
}
