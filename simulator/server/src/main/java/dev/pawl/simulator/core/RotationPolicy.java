package dev.pawl.simulator.core;

/**
 * How the authorization server treats a refresh token that is presented again after a spend has
 * consumed it. "Window" is {@link ServerTerms#graceWindow()}, counted from the first spend of that
 * token.
 */
public enum RotationPolicy {
  /** Never rotates: the same refresh token for ever. */
  NONE,
  /**
   * Rotates at every second refresh; in between the answer has no refresh token and the old one
   * stays good. An old one is refused.
   */
  OMIT,
  /** Rotates always; a second spend revokes the whole family, access tokens included. */
  STRICT_FAMILY,
  /** Rotates always; a second spend is refused and the family survives. */
  STRICT_REJECT,
  /**
   * Within the window a second spend gets the same successor, as long as that one is unspent; later
   * it is refused.
   */
  GRACE_SAME,
  /**
   * Within the window each spend gets a successor of its own, all of them good; later it revokes
   * the family.
   */
  GRACE_SIBLING,
  /**
   * Within the window a second spend gets a new successor and kills the earlier one; a spend of the
   * successor closes the window; at most {@link ServerTerms#extraUses()} times. Otherwise it is
   * refused.
   */
  GRACE_LATEST_WINS,
  /**
   * {@link ServerTerms#extraUses()} more spends within the window, each with a successor; one more,
   * or later, revokes the family.
   */
  MAX_REUSE,
  /**
   * Within the window a second spend is told to try again; later it is refused. Nothing is ever
   * revoked.
   */
  RETRYABLE_RACE
}
