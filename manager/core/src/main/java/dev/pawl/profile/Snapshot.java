package dev.pawl.profile;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.token.Token;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process last saw of a profile, with the stamp of the slot that it was read from: while
 * the slot has that stamp, it is what every process sees. Immutable.
 */
public final class Snapshot {
  /** For how long the files on the disk need not be looked at. */
  static final long CHECK_MILLIS = 1_000;

  public final SlotRecord entry;
  public final @Nullable Token token;
  public final Freshness freshness;
  final long takenAt;
  final long takenNanos;

  /** The files have changed since this was published: the store must be read under the lock. */
  public final boolean outdated;

  private final @Nullable TokenSlot slot;
  private final long stamp;
  private final long until;

  public Snapshot(Source source, SlotRecord entry, String profile, Freshness freshness) {
    this.entry = entry;
    this.freshness = freshness;
    this.slot = source.slot;
    this.stamp = source.stamp;
    this.outdated = source.outdated;
    this.takenAt = source.millis;
    this.takenNanos = source.nanos;
    this.token = entry.access() == null ? null : token(entry, profile);
    this.until = isPlain() ? Math.min(window(), takenAt + CHECK_MILLIS) : takenAt;
  }

  private static Token token(SlotRecord entry, String profile) {
    Instant expiry =
        entry.expiresAt() == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(entry.expiresAt());
    Token token = new Token(String.valueOf(entry.access()), expiry, entry.generation(), profile);
    return token.boundTo(entry.key());
  }

  private long window() {
    return takenAt < freshness.adviseAt() ? freshness.adviseAt() : freshness.mandatoryAt();
  }

  private boolean isPlain() {
    return token != null
        && slot != null
        && !outdated
        && entry.rejectedGeneration() < entry.generation()
        && entry.verdict() != Verdict.LOGGED_OUT;
  }

  /** Whether the token may be handed out with no further look: two compares and one memory read. */
  public boolean isFresh(long now) {
    return now >= takenAt && now < until && slot != null && slot.stamp() == stamp;
  }

  /** Whether nobody has published since, and the files were looked at a moment ago. */
  public boolean isUnchanged(long now) {
    try {
      boolean unchanged =
          !outdated
              && slot != null
              && now >= takenAt
              && now < takenAt + CHECK_MILLIS
              && slot.stamp() == stamp;
      TokenSlot.settle();
      return unchanged;
    } catch (InternalError e) {
      TokenSlot.settle(); // the cache file was truncated under the mapping
      return false;
    }
  }

  /** Whether {@code later} was decided from the same files and tells of the same generation. */
  public boolean isOfSameGrant(Snapshot later) {
    return !outdated
        && !later.outdated
        && entry.generation() == later.entry.generation()
        && entry.verdict() == later.entry.verdict()
        && entry.decidedFrom().equals(later.entry.decidedFrom());
  }

  /** Whether it tells a listener nothing that {@code that} does not. */
  public boolean tellsTheSame(Snapshot that) {
    return entry.generation() == that.entry.generation() && entry.verdict() == that.entry.verdict();
  }

  /** Whether it was seen before {@code that}. */
  public boolean isOlderThan(Snapshot that) {
    boolean comparable = slot == that.slot && stamp != -1 && that.stamp != -1;
    return comparable ? stamp < that.stamp : takenNanos - that.takenNanos < 0;
  }

  /** Whether somebody has published since. */
  public boolean isMoved() {
    try {
      boolean moved = slot != null && stamp != -1 && slot.stamp() != stamp;
      TokenSlot.settle();
      return moved;
    } catch (InternalError e) {
      TokenSlot.settle(); // the cache file was truncated under the mapping
      return true;
    }
  }

  /** This snapshot if its slot shows each publication, else another look at the files. */
  public Snapshot again(Supplier<Snapshot> look) {
    return slot == null || stamp == -1 ? look.get() : this;
  }

  /** What a snapshot is to a caller. */
  public enum Answer {
    /** Its token meets the requirement, and neither its server nor its owner object. */
    SERVE,
    /** Its token does not, but is better than an error: it has not ended, nobody rejected it. */
    SERVE_LAST_RESORT,
    /** It has no token to give. */
    WAIT
  }

  /** What this is to a caller with {@code requirement} at time {@code now}. */
  public Answer answer(TokenRequirement requirement, long now) {
    if (token == null
        || entry.verdict() == Verdict.LOGGED_OUT
        || entry.rejectedGeneration() >= entry.generation()) {
      return Answer.WAIT;
    }
    if (requirement.accepts(entry.generation(), freshness, now)) {
      return Answer.SERVE;
    }
    boolean isBetterThanNone =
        requirement.least() == 0
            && entry.generation() > requirement.rejected()
            && now < freshness.expiresAt();
    return isBetterThanNone ? Answer.SERVE_LAST_RESORT : Answer.WAIT;
  }

  /** Where and when a snapshot was taken. */
  public record Source(
      @Nullable TokenSlot slot, long stamp, boolean outdated, long millis, long nanos) {}
}
