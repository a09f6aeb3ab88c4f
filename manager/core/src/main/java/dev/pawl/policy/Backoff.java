package dev.pawl.policy;

import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.store.journal.JournalRecord.Failures;
import java.time.Duration;

/**
 * How long the token endpoint is left alone after failures: patiently while the access token is
 * usable, briskly once it is not, and as the server says if it said so.
 */
public final class Backoff {
  private static final long PATIENT = Duration.ofSeconds(5).toMillis();
  public static final long PATIENT_CAP = Duration.ofMinutes(2).toMillis();
  private static final long BRISK = 500;
  public static final long BRISK_CAP = 4_000;

  /** The longest wish of a server that is heeded, milliseconds. */
  static final long LONGEST = Duration.ofMinutes(15).toMillis();

  private static final long AHEAD = Duration.ofSeconds(5).toMillis();

  private Backoff() {}

  /** The cooldown after {@code failures}; a failure that lies in the future is not believed. */
  public static Cooldown after(Failures failures, long now) {
    if (failures.count() == 0 || failures.failedAt() > now + AHEAD) {
      return Cooldown.NONE;
    }
    if (failures.retryAt() > 0) {
      return new Cooldown(failures.retryAt() + (isShort(failures) ? 1 : 0), failures.retryAt());
    }
    return new Cooldown(
        failures.failedAt() + doubled(PATIENT, PATIENT_CAP, failures),
        failures.failedAt() + doubled(BRISK, BRISK_CAP, failures));
  }

  /* A pause as short as ours are, whoever wanted it, is told from a longer one by a millisecond
   * between the two ends: a reader whose clock is behind waits no longer than for any such pause. */
  private static boolean isShort(Failures failures) {
    return failures.refusedUnder().isEmpty()
        && failures.retryAt() - failures.failedAt() <= PATIENT_CAP;
  }

  /** How often it failed, for people: {@code failures}, at least one. */
  public static String times(int failures) {
    return failures == 1 ? "once" : failures + " times in a row";
  }

  /** The longest wait that a reader of {@code cooldown} believes, milliseconds. */
  public static long longest(Cooldown cooldown) {
    return switch ((int) Math.min(2, Math.abs(cooldown.until() - cooldown.urgentUntil()))) {
      case 0 -> LONGEST;
      case 1 -> PATIENT_CAP;
      default -> BRISK_CAP;
    };
  }

  /** How long a server is left alone that rotates and gives no access token that can be used. */
  public static long afterSalvage(int failures) {
    return Math.min(LONGEST, PATIENT << Math.min(20, failures));
  }

  /** How long nobody tries again where nothing could be sent: most likely the same is met again. */
  public static long afterUnsent(int failures) {
    return afterTurnedAway(failures);
  }

  /** How long a server is left alone that turns requests away and does not say until when. */
  public static long afterDeclined(int failures) {
    return Math.min(PATIENT_CAP, BRISK << Math.min(20, failures));
  }

  /** How long a server is left alone that said no in words that are not OAuth's. */
  public static long afterTurnedAway(int failures) {
    return Math.min(PATIENT_CAP, PATIENT << Math.min(20, failures));
  }

  /* The spread comes from the time of the failure, so that all processes compute the same end. */
  private static long doubled(long base, long cap, Failures failures) {
    long delay = Math.min(cap, base << Math.min(20, failures.count() - 1));
    return delay - delay * (failures.failedAt() % 100) / 500;
  }
}
