package dev.pawl.profile;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.process.Ascii;
import dev.pawl.token.Status;
import dev.pawl.token.TokenException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a published verdict means for a caller and for a person. */
public final class PublishedVerdict {
  private static final String UNFIT =
      "the stored access token holds characters that no token may have";

  /** Why the end of a token is not believed. */
  public static final String AHEAD =
      "the clock of this machine was ahead when the access token came, so nobody knows when it ends";

  private PublishedVerdict() {}

  /** Why no transaction would help; null if one may. */
  public static @Nullable TokenException refusal(
      Snapshot seen, TokenRequirement requirement, long now, String profile) {
    SlotRecord entry = seen.entry;
    return switch (entry.verdict()) {
      case LOGGED_OUT ->
          TokenException.logIn("nobody is logged in as profile " + profile + "; log in");
      case LOGIN_REQUIRED ->
          TokenException.logIn("the login of profile " + profile + " has ended; log in again");
      case MISCONFIGURED -> isDue(entry, now) ? null : misconfigured(profile);
      case GOOD, IN_DOUBT, UNSAVED -> cooldown(entry, now, profile);
    };
  }

  private static TokenException misconfigured(String profile) {
    return TokenException.fixConfiguration(
        "the token endpoint or the settings refuse the client of profile "
            + profile
            + "; correct the settings or log in again",
        null);
  }

  /**
   * Whether what stood in the way of a refresh may be gone by now, although nothing was corrected:
   * nothing could be sent, and that is to be tried again from time to time.
   */
  public static boolean isDue(SlotRecord entry, long now) {
    long until = entry.cooldown().until();
    return entry.verdict() == Verdict.MISCONFIGURED
        && until > 0
        && until == entry.cooldown().urgentUntil()
        && (now >= until || until - now > Backoff.PATIENT_CAP);
  }

  private static @Nullable TokenException cooldown(SlotRecord entry, long now, String profile) {
    long wait = entry.cooldown().urgentUntil() - now;
    return wait <= 0 || wait > Backoff.longest(entry.cooldown()) // reckoned by a clock ahead
        ? null
        : TokenException.tryLater(
            "the token endpoint of profile "
                + profile
                + " failed and is left alone for "
                + (wait + 999) / 1000
                + " s",
            wait);
  }

  /** Why a token that is usable is not given: it ends before the caller is done with it. */
  public static TokenException endsSoon(String profile) {
    return TokenException.tryLater(
        "the token of profile "
            + profile
            + " ends sooner than asked for, and a refresh that was sent has no answer yet",
        1_000);
  }

  /** The state for people. */
  public static Status status(Snapshot seen, String profile, String engine, long now) {
    SlotRecord entry = seen.entry;
    boolean fits = seen.token == null || fits(seen.token.value());
    boolean alive =
        seen.token != null
            && fits
            && entry.verdict() != Verdict.LOGGED_OUT
            && now < (seen.freshness.isEndKnown() ? seen.freshness.expiresAt() : Long.MIN_VALUE);
    boolean known = seen.freshness.isEndKnown();
    long retryAt = alive ? entry.cooldown().until() : entry.cooldown().urgentUntil();
    return new Status(
        profile,
        fits ? state(entry, alive, retryAt > now) : Status.State.LOGIN_REQUIRED,
        alive && entry.rejectedGeneration() < entry.generation(),
        entry.generation(),
        seen.token == null || !known ? null : seen.token.expiry(),
        retryAt > now ? Instant.ofEpochMilli(retryAt) : null,
        known ? entry.skewMillis() : 0, // of a clock that has been put right since
        engine,
        fits ? known ? null : AHEAD : UNFIT);
  }

  /** Whether {@code token} can be given: it is visible ASCII, as a header can carry it. */
  private static boolean fits(String token) {
    return Ascii.isVisible(token);
  }

  private static Status.State state(SlotRecord entry, boolean alive, boolean cooling) {
    return switch (entry.verdict()) {
      case LOGGED_OUT -> Status.State.LOGGED_OUT;
      case LOGIN_REQUIRED -> Status.State.LOGIN_REQUIRED;
      case MISCONFIGURED -> Status.State.MISCONFIGURED;
      case UNSAVED -> Status.State.UNSAVED;
      case IN_DOUBT -> Status.State.IN_DOUBT;
      case GOOD ->
          cooling ? Status.State.COOLDOWN : alive ? Status.State.GOOD : Status.State.EXPIRED;
    };
  }
}
