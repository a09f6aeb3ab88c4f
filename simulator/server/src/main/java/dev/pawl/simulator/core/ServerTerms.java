package dev.pawl.simulator.core;

import java.time.Duration;
import java.util.Set;

/**
 * What the authorization server goes by.
 *
 * @param policy how a second spend is treated
 * @param graceWindow the window of the policies that have one, virtual time
 * @param extraUses how many extra spends {@link RotationPolicy#MAX_REUSE} and {@link
 *     RotationPolicy#GRACE_LATEST_WINS} allow
 * @param accessTtl lifetime of access tokens, virtual time
 * @param refreshEnds when unspent refresh tokens end by themselves; by the time of their issue
 * @param processingTime how long the token endpoint takes from its commit to its answer, real time
 * @param lenient what is taken though an RFC has it refused
 */
public record ServerTerms(
    RotationPolicy policy,
    Duration graceWindow,
    int extraUses,
    Duration accessTtl,
    RefreshEnds refreshEnds,
    Duration processingTime,
    Set<Leniency> lenient) {

  /** The longest of the virtual durations. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Duration LONGEST_REAL = Duration.ofHours(24);

  /** Checks the ranges. */
  public ServerTerms {
    if (graceWindow.isNegative() || processingTime.isNegative() || extraUses < 0) {
      throw new IllegalArgumentException(
          "'graceWindow', 'processingTime' and 'extraUses' must not be negative");
    }
    if (accessTtl.toSeconds() < 1) {
      throw new IllegalArgumentException("'accessTtl' must be at least a second, not " + accessTtl);
    }
    requireAtMost(LONGEST, "graceWindow", graceWindow);
    requireAtMost(LONGEST, "accessTtl", accessTtl);
    requireAtMost(LONGEST_REAL, "processingTime", processingTime);
    lenient = Set.copyOf(lenient);
  }

  private static void requireAtMost(Duration longest, String name, Duration value) {
    if (value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "'" + name + "' must be at most " + longest + ", not " + value);
    }
  }

  /**
   * Returns strict rotation, access tokens for an hour, refresh tokens without an end, a window of
   * 30 seconds, two extra uses, no processing time, no leniency.
   */
  public static ServerTerms standard() {
    return new ServerTerms(
        RotationPolicy.STRICT_FAMILY,
        Duration.ofSeconds(30),
        2,
        Duration.ofHours(1),
        RefreshEnds.NEVER,
        Duration.ZERO,
        Set.of());
  }

  /** Returns these terms under another policy. */
  public ServerTerms policy(RotationPolicy other) {
    return new ServerTerms(
        other, graceWindow, extraUses, accessTtl, refreshEnds, processingTime, lenient);
  }

  /** Returns these terms with another window. */
  public ServerTerms graceWindow(Duration other) {
    return new ServerTerms(
        policy, other, extraUses, accessTtl, refreshEnds, processingTime, lenient);
  }

  /** Returns these terms with another lifetime of access tokens. */
  public ServerTerms accessTtl(Duration other) {
    return new ServerTerms(
        policy, graceWindow, extraUses, other, refreshEnds, processingTime, lenient);
  }

  /** Returns these terms with other ends of refresh tokens. */
  public ServerTerms refreshEnds(RefreshEnds others) {
    return new ServerTerms(
        policy, graceWindow, extraUses, accessTtl, others, processingTime, lenient);
  }

  /** Returns these terms with another processing time. */
  public ServerTerms processingTime(Duration other) {
    return new ServerTerms(policy, graceWindow, extraUses, accessTtl, refreshEnds, other, lenient);
  }

  /** Returns these terms with these leniencies alone. */
  public ServerTerms lenient(Set<Leniency> others) {
    return new ServerTerms(
        policy, graceWindow, extraUses, accessTtl, refreshEnds, processingTime, others);
  }
}
