package dev.pawl.settings;

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

  /** Copies both. */
  public ErrorCodes {
    retryable = Set.copyOf(retryable);
    terminal = Set.copyOf(terminal);
  }
}
