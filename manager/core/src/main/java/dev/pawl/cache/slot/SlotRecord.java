package dev.pawl.cache.slot;

import dev.pawl.file.FileIdentity;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What processes tell each other about one profile. Never holds a refresh token.
 *
 * @param generation the generation spoken of
 * @param verdict what is known of it
 * @param issuedAt when its access token was asked for, epoch milliseconds
 * @param expiresAt when its access token ends, epoch milliseconds
 * @param cooldown when the token endpoint may be asked again
 * @param rejectedGeneration the newest generation that a resource server rejected; 0 if none
 * @param skewMillis server clock minus ours as last seen in a Date header; diagnosis only
 * @param failures how often a shared source failed in a row; 0 to {@link #MOST_FAILURES}, and 0 for
 *     a profile
 * @param access the access token; null if absent or not to be held in memory
 * @param key that the access token is bound to; null if to none. It is never written to a slot, nor
 *     is a token that is bound to one
 * @param decidedFrom identities of the files it was decided from, in a fixed order (grant, user
 *     settings, managed settings); at most {@link #MAX_IDENTITIES}
 */
public record SlotRecord(
    long generation,
    Verdict verdict,
    long issuedAt,
    long expiresAt,
    Cooldown cooldown,
    long rejectedGeneration,
    long skewMillis,
    int failures,
    @Nullable String access,
    @Nullable ProofKey key,
    List<FileIdentity> decidedFrom) {

  /** More are not counted. */
  public static final int MOST_FAILURES = 1_000;

  /** How many file identities a slot has room for. */
  public static final int MAX_IDENTITIES = 4;

  /* More than a refresh in each millisecond of 8,900 years, and a sixteenth of what can be stored:
   * whoever goes on from here can still be published. */
  private static final long MAX_BELIEVED = Grant.MAX_GENERATION >> 4;

  /** The outcome attached to one generation. */
  public enum Verdict {
    /** Nothing is wrong with it. */
    GOOD(1),
    /** Its refresh token was spent and no answer came. */
    IN_DOUBT(2),
    /** Only a login helps once the access token ends. */
    LOGIN_REQUIRED(3),
    /** A tombstone. */
    LOGGED_OUT(4),
    /** Its successor is in a living process's memory only; the store is still being tried. */
    UNSAVED(5),
    /** The configuration must change before it can be refreshed. */
    MISCONFIGURED(6);

    private static final Verdict[] ALL = values();

    /** How a slot spells it; never changes. */
    public final int code;

    Verdict(int code) {
      this.code = code;
    }

    /** The verdict spelt {@code code}; null if there is none. */
    public static @Nullable Verdict of(int code) {
      for (Verdict verdict : ALL) {
        if (verdict.code == code) {
          return verdict;
        }
      }
      return null;
    }
  }

  /**
   * When the token endpoint may be asked again, epoch milliseconds.
   *
   * @param until while the access token is usable; 0 if at once
   * @param urgentUntil once it is not; never later than {@code until}
   */
  public record Cooldown(long until, long urgentUntil) {
    /* Spelled out: what the compiler makes for a record costs a cold process milliseconds. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Cooldown that
          && until == that.until
          && urgentUntil == that.urgentUntil;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(until ^ urgentUntil);
    }

    /** At once. */
    public static final Cooldown NONE = new Cooldown(0, 0);
  }

  /** The record of a profile: no source failed. */
  public SlotRecord(
      long generation,
      Verdict verdict,
      long issuedAt,
      long expiresAt,
      Cooldown cooldown,
      long rejectedGeneration,
      long skewMillis,
      @Nullable String access,
      List<FileIdentity> decidedFrom) {
    this(
        generation,
        verdict,
        issuedAt,
        expiresAt,
        cooldown,
        rejectedGeneration,
        skewMillis,
        0,
        access,
        decidedFrom);
  }

  /** A record of no bound token. */
  public SlotRecord(
      long generation,
      Verdict verdict,
      long issuedAt,
      long expiresAt,
      Cooldown cooldown,
      long rejectedGeneration,
      long skewMillis,
      int failures,
      @Nullable String access,
      List<FileIdentity> decidedFrom) {
    this(
        generation,
        verdict,
        issuedAt,
        expiresAt,
        cooldown,
        rejectedGeneration,
        skewMillis,
        failures,
        access,
        null,
        decidedFrom);
  }

  /** Copies the identities. */
  public SlotRecord {
    if (failures < 0 || failures > MOST_FAILURES) {
      throw new IllegalArgumentException("0 to " + MOST_FAILURES + " failures, not " + failures);
    }
    decidedFrom = List.copyOf(decidedFrom);
    if (decidedFrom.size() > MAX_IDENTITIES) {
      throw new IllegalArgumentException("a slot has room for " + MAX_IDENTITIES + " identities");
    }
  }

  /**
   * The generation from which the next change may be counted; 0 if it is one that nobody can have
   * counted up to. What the store itself says needs no such belief.
   */
  public long believed() {
    return generation <= MAX_BELIEVED ? generation : 0;
  }

  /** The same with another value of the access token, bound to {@code bond}. */
  public SlotRecord withAccess(@Nullable String value, @Nullable ProofKey bond) {
    return with(rejectedGeneration, skewMillis, value, bond);
  }

  /** The same without the value of the access token. */
  public SlotRecord withoutAccess() {
    return withAccess(null, null);
  }

  /** The same with another skew. */
  public SlotRecord withSkew(long millis) {
    return with(rejectedGeneration, millis, access, key);
  }

  /** The same with a rejected generation. */
  public SlotRecord withRejected(long rejected) {
    return with(rejected, skewMillis, access, key);
  }

  private SlotRecord with(
      long rejected, long skew, @Nullable String value, @Nullable ProofKey bond) {
    return new SlotRecord(
        generation,
        verdict,
        issuedAt,
        expiresAt,
        cooldown,
        rejected,
        skew,
        failures,
        value,
        bond,
        decidedFrom);
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return "SlotRecord[generation=" + generation + ", verdict=" + verdict + "]";
  }
}
