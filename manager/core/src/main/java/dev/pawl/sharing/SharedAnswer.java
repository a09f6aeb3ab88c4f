package dev.pawl.sharing;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.FileIdentity;
import dev.pawl.policy.Backoff;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import dev.pawl.store.journal.JournalRecord.Failures;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a shared source: its last credential, how old that is, whether a server rejected
 * it, and how often the source failed since. Immutable.
 *
 * @param entry as it lies in the slot; its rejected generation is the one that made the source be
 *     asked before its time
 */
record SharedAnswer(SlotRecord entry) {
  private static final SharedAnswer NONE =
      new SharedAnswer(new SlotRecord(0, Verdict.GOOD, 0, 0, Cooldown.NONE, 0, 0, null, List.of()));
  private static final long LONGEST_COOLDOWN = Duration.ofMinutes(15).toMillis();

  /* A source that wants a person is asked again after that long, or as soon as its files change. */
  private static final long LOGIN_PAUSE = Duration.ofMinutes(1).toMillis();

  static SharedAnswer of(@Nullable SlotRecord entry) {
    return entry == null ? NONE : new SharedAnswer(entry);
  }

  /** Whether it may be given to a caller from whom {@code rejected} was not accepted. */
  boolean isUsable(@Nullable Fingerprint rejected, long now) {
    String value = entry.access();
    return value != null
        && entry.rejectedGeneration() < entry.generation()
        && now < entry.expiresAt()
        && !isRejected(rejected);
  }

  /** Whether {@code rejected} is this very credential. */
  boolean isRejected(@Nullable Fingerprint rejected) {
    String value = entry.access();
    return rejected != null && value != null && rejected.equals(Fingerprint.of(value));
  }

  /**
   * Whether its source is to be asked again, though it has not said when its answer ends; an answer
   * from the future is not believed.
   */
  boolean isStale(Duration lifetime, long now) {
    long age = now - entry.issuedAt();
    boolean endless = entry.expiresAt() == Long.MAX_VALUE;
    return age < 0 || (endless && age >= lifetime.toMillis());
  }

  /** Whether what decides what the source gives is as it was when this came. */
  boolean isFrom(List<FileIdentity> files) {
    return entry.decidedFrom().equals(files);
  }

  /**
   * Whether it lives for {@code least} from now on, or for half of its whole life if that is less.
   */
  boolean lasts(Duration least, long now) {
    long life = entry.expiresAt() - entry.issuedAt();
    return entry.expiresAt() - now >= Math.min(least.toMillis(), life / 2);
  }

  /** Whether only a login helps, as far as the source last said. */
  boolean isLoginWanted() {
    return entry.verdict() == Verdict.LOGIN_REQUIRED;
  }

  /** Whether the configuration must change, as far as the source last said. */
  boolean isMisconfigured() {
    return entry.verdict() == Verdict.MISCONFIGURED;
  }

  /**
   * Whether the login that was wanted has come at {@code at}; one in the future is not believed.
   */
  boolean isFollowedByLogin(long at, long now) {
    return at > entry.cooldown().urgentUntil() - LOGIN_PAUSE && at <= now;
  }

  /**
   * For how many milliseconds the source is left alone after failures; 0 if it is not.
   *
   * @param urgent whether there is nothing usable to be served meanwhile
   */
  long cooldown(boolean urgent, long now) {
    Cooldown cooldown = entry.cooldown();
    long wait = (urgent ? cooldown.urgentUntil() : cooldown.until()) - now;
    return wait > LONGEST_COOLDOWN ? 0 : Math.max(0, wait);
  }

  /** For how long an answer that a rejection brought, and that is rejected too, must do. */
  long rejectionPause(Duration interval, long now) {
    long rejected = entry.rejectedGeneration();
    boolean forced = rejected > 0 && rejected == entry.generation() - 1;
    long age = now - entry.issuedAt();
    return forced && age >= 0 ? Math.max(0, interval.toMillis() - age) : 0;
  }

  Credential credential(Credential.Kind kind) {
    return new Credential(kind, String.valueOf(entry.access()), entry.expiresAt());
  }

  /** The same, known to be rejected. */
  SlotRecord rejected() {
    return entry.withRejected(entry.generation());
  }

  /** What follows it: {@code fresh}, which came at {@code now}, as {@code files} decided. */
  SlotRecord next(Credential fresh, List<FileIdentity> files, long now) {
    return new SlotRecord(
        entry.believed() + 1,
        Verdict.GOOD,
        now,
        fresh.expiresAt(),
        Cooldown.NONE,
        entry.rejectedGeneration(),
        0,
        fresh.value(),
        files);
  }

  /**
   * The same after one more failure of its source.
   *
   * @param verdict what the failure says; after LOGIN_REQUIRED asking again soon is of no use
   * @param wish for how long the source wants to be left alone, milliseconds; 0 if it did not say
   * @param files that decide what the source gives
   */
  SlotRecord failed(Verdict verdict, long wish, List<FileIdentity> files, long now) {
    int failures = Math.min(entry.failures() + 1, SlotRecord.MOST_FAILURES);
    long pause = verdict == Verdict.LOGIN_REQUIRED ? LOGIN_PAUSE : Math.min(wish, LONGEST_COOLDOWN);
    long retryAt = pause > 0 ? now + pause : 0;
    return new SlotRecord(
        Math.max(1, entry.generation()),
        verdict,
        entry.issuedAt(),
        entry.expiresAt(),
        Backoff.after(new Failures(failures, now, retryAt, null, ""), now),
        entry.rejectedGeneration(),
        0,
        failures,
        isFrom(files) ? entry.access() : null,
        files);
  }

  int failures() {
    return entry.failures();
  }

  /** Never shows the credential. */
  @Override
  public String toString() {
    return "SharedAnswer[" + entry + "]";
  }
}
