package dev.pawl.token;

import org.jspecify.annotations.Nullable;

/**
 * What came of one login of an import.
 *
 * @param profile whose login it is, as it was given
 * @param result in one word
 * @param problem why it was not stored; null unless it failed or another was kept
 */
public record LoginOutcome(String profile, Result result, @Nullable String problem) {

  /** What can come of it. */
  public enum Result {
    /** It is on the disk. */
    STORED,
    /** It was there already: this very login, refreshed since or not. */
    UNCHANGED,
    /** The profile has another login, or ended this one; that was left as it is. */
    KEPT,
    /** It was not stored. */
    FAILED
  }
}
