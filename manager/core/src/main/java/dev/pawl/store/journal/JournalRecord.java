package dev.pawl.store.journal;

import dev.pawl.file.MemoryFile;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known about spends of a profile's refresh tokens; immutable.
 *
 * <p>It speaks of one refresh token, named by generation and fingerprint; once the stored grant has
 * another, it is void, but for the memory of spent tokens.
 *
 * @param state how far the spend got
 * @param generation of the grant whose refresh token it is; 0 if none yet
 * @param fingerprint of that refresh token; null if none yet
 * @param firstSpentAt when it was first sent, epoch milliseconds
 * @param failures what keeps the next request waiting
 * @param spent fingerprints of the last tokens that were spent and are never to be spent again,
 *     oldest first
 * @param tried fingerprint of a token that was sent for a login which is not stored, and never
 *     answered; null if there is none
 * @param attempt number of the last attempt to spend anything; it only grows, also when what it
 *     announced was withdrawn; 0 if there was none
 * @param parked where in memory the answer may lie that the store could not take; null if nowhere
 */
public record JournalRecord(
    State state,
    long generation,
    @Nullable Fingerprint fingerprint,
    long firstSpentAt,
    Failures failures,
    List<Fingerprint> spent,
    @Nullable Fingerprint tried,
    long attempt,
    @Nullable MemoryFile parked) {

  /** How many spent tokens are remembered. */
  static final int MEMORY = 64;

  /** Nothing was ever spent. */
  public static final JournalRecord EMPTY =
      new JournalRecord(State.NONE, 0, null, 0, Failures.NONE, List.of());

  /**
   * What a journal is born with whose predecessor was lost: nobody knows which tokens were spent,
   * so whatever is stored may have been. {@link #stateOf} says so of any grant.
   */
  public static final JournalRecord LOST =
      new JournalRecord(State.DOUBT, 0, null, 0, Failures.NONE, List.of());

  /** The states of a spend; each is on the disk before the step that it announces. */
  public enum State {
    /** Not spent. */
    NONE,
    /** About to be sent, or sent; found after a crash, it means {@link #DOUBT}. */
    SPENDING,
    /** Answered, and the successor lies in memory, since the store could not take it. */
    PARKED,
    /** Sent, and no whole answer came. */
    DOUBT,
    /** About to be sent once more, or sent; found after a crash, it means {@link #DOUBT}. */
    REPLAYING,
    /** The server said that it is no good: only a login helps. */
    DEAD
  }

  /**
   * Why the token endpoint is left alone for a while.
   *
   * @param count how many attempts in a row brought nothing
   * @param failedAt when the last one failed, epoch milliseconds
   * @param retryAt when the next one is due, by the server's own wish (Retry-After) or because what
   *     was met lasts, epoch milliseconds; 0 if {@code count} alone decides
   * @param refusal what the last one came to, if it was answered: the OAuth error that only a
   *     change of configuration cures, the answer by which the server turned the request away, or
   *     why nothing was sent and what to do; null if it was none of these
   * @param refusedUnder identity of the configuration that was refused: with another one the next
   *     attempt is due at once; empty if no configuration was
   */
  public record Failures(
      int count, long failedAt, long retryAt, @Nullable String refusal, String refusedUnder) {
    private static final long AHEAD_MILLIS = 5_000;

    /** None. */
    public static final Failures NONE = new Failures(0, 0, 0, null, "");

    /** One more failure. */
    public Failures failed(long now, long retryAt) {
      return new Failures(count + 1, now, retryAt, null, "");
    }

    /** Turned away by the server before it looked at the token, with {@code answer}. */
    public Failures declined(String answer, long now, long retryAt) {
      return new Failures(count + 1, now, retryAt, answer, "");
    }

    /** Refused by the server under {@code configuration}. */
    public Failures refused(String error, String configuration, long now) {
      return new Failures(count + 1, now, 0, error, configuration);
    }

    /**
     * Nothing was sent under {@code configuration}; at {@code retryAt} the network may be another.
     */
    public Failures unsent(String why, String configuration, long now, long retryAt) {
      return new Failures(count + 1, now, retryAt, why, configuration);
    }

    /**
     * The same, to be read by other hosts too: what was refused is the configuration of this one.
     */
    public Failures of(String host) {
      return refusedUnder.isEmpty()
          ? this
          : new Failures(count, failedAt, retryAt, refusal, host + " " + refusedUnder);
    }

    /** The same as {@code host} reads it: what another one was refused under says nothing of it. */
    public Failures seenBy(String host) {
      if (refusedUnder.isEmpty()) {
        return this;
      }
      return refusedUnder.startsWith(host + " ")
          ? new Failures(
              count, failedAt, retryAt, refusal, refusedUnder.substring(host.length() + 1))
          : new Failures(count, failedAt, retryAt, null, "");
    }

    /**
     * Whether {@code configuration} is the one that was refused, and nothing else helps yet; a
     * failure that lies in the future is not believed.
     */
    public boolean stands(String configuration, long now) {
      return refusal != null
          && refusedUnder.equals(configuration)
          && (retryAt == 0 || (now < retryAt && failedAt <= now + AHEAD_MILLIS));
    }

    /** Whether the configuration that was refused has been changed to {@code configuration}. */
    public boolean isCured(String configuration) {
      return !refusedUnder.isEmpty() && !refusedUnder.equals(configuration);
    }
  }

  /** A record without a token that was tried, and before any attempt. */
  public JournalRecord(
      State state,
      long generation,
      @Nullable Fingerprint fingerprint,
      long firstSpentAt,
      Failures failures,
      List<Fingerprint> spent) {
    this(state, generation, fingerprint, firstSpentAt, failures, spent, null, 0, null);
  }

  /** Copies the memory of spent tokens. */
  public JournalRecord {
    spent = List.copyOf(spent);
  }

  /** Whether it speaks of exactly the refresh token that {@code grant} holds. */
  public boolean speaksOf(Grant grant) {
    return fingerprint != null
        && generation == grant.generation()
        && fingerprint.equals(grant.tokens().fingerprint());
  }

  /** Whether it announces a spend of which it does not say yet what came of it. */
  public boolean isUnderWay() {
    return state == State.SPENDING || state == State.REPLAYING;
  }

  /** Whether it is in doubt of whatever refresh token is stored. */
  public boolean isLost() {
    return state == State.DOUBT && fingerprint == null;
  }

  /** In doubt of whatever is stored; what else it remembers stays. */
  public JournalRecord lost() {
    return new JournalRecord(
        State.DOUBT,
        generation,
        null,
        0,
        failures,
        longer(state == State.NONE ? null : fingerprint),
        tried,
        attempt,
        parked);
  }

  /** A doubt of whatever is stored, now that it is known to be {@code grant}. */
  public JournalRecord boundTo(Grant grant, long now) {
    return new JournalRecord(
        State.DOUBT,
        grant.generation(),
        grant.tokens().fingerprint(),
        now,
        failures,
        spent,
        tried,
        attempt,
        parked);
  }

  /** What it says of {@code grant}'s refresh token: {@code NONE} if it speaks of another. */
  public State stateOf(Grant grant) {
    if (isLost()) {
      return grant.tokens().refresh() == null ? State.NONE : State.DOUBT;
    }
    if (!speaksOf(grant)) {
      return State.NONE;
    }
    return isUnsettled() ? State.DOUBT : state;
  }

  /** Whether it announces what only the one who spends knows the end of, or its place in memory. */
  private boolean isUnsettled() {
    return isUnderWay() || state == State.PARKED;
  }

  /**
   * Where the successor of {@code grant} may lie, so that its refresh token is presented only by
   * whoever has looked there; null if nowhere.
   */
  public @Nullable MemoryFile awaited(Grant grant) {
    return speaksOf(grant) && isUnsettled() ? parked : null;
  }

  /** With {@code place} as where in memory an answer will be kept. */
  public JournalRecord at(@Nullable MemoryFile place) {
    return new JournalRecord(
        state, generation, fingerprint, firstSpentAt, failures, spent, tried, attempt, place);
  }

  /** The answer lies in memory and nowhere else. */
  public JournalRecord inMemory() {
    return with(State.PARKED, firstSpentAt);
  }

  /** Whether a stored token with this fingerprint is one that was spent before. */
  public boolean hasSpent(Fingerprint candidate) {
    return spent.contains(candidate) || (candidate.equals(fingerprint) && state != State.NONE);
  }

  /** Without failures that were over before {@code grant}'s access token was issued. */
  public JournalRecord since(Grant grant) {
    boolean over =
        failures.count() > 0
            && !speaksOf(grant)
            && grant.tokens().issuedAt() >= failures.failedAt();
    return over ? with(Failures.NONE) : this;
  }

  /** The refresh token of {@code grant} is about to be sent: an attempt of its own. */
  public JournalRecord spending(Grant grant, long now) {
    if (!speaksOf(grant)) {
      return new JournalRecord(
          State.SPENDING,
          grant.generation(),
          grant.tokens().fingerprint(),
          now,
          failures,
          remembering(grant.tokens().fingerprint()),
          tried,
          next(now),
          parked);
    }
    boolean first = stateOf(grant) == State.NONE;
    return with(first ? State.SPENDING : State.REPLAYING, first ? now : firstSpentAt)
        .numbered(next(now));
  }

  /* The first number is one that no journal before this one can have given: by its time. */
  private long next(long now) {
    return attempt > 0 ? attempt + 1 : Math.max(1, now << 10);
  }

  /** Another attempt, of a token that is not the stored one. */
  public JournalRecord attempting(long now) {
    return numbered(next(now));
  }

  /** This, but for the number of the last attempt, which is the one of {@code later}. */
  public JournalRecord after(JournalRecord later) {
    return numbered(later.attempt);
  }

  /** With {@code attempt} as the number of the last one. */
  private JournalRecord numbered(long attempt) {
    return new JournalRecord(
        state, generation, fingerprint, firstSpentAt, failures, spent, tried, attempt, parked);
  }

  /** It was proved that the server has not processed the request: exactly one state back. */
  public JournalRecord withdrawn(Failures failures) {
    State back =
        switch (state) {
          case SPENDING -> State.NONE;
          case REPLAYING -> State.DOUBT;
          case NONE, PARKED, DOUBT, DEAD -> state;
        };
    return with(back, firstSpentAt).with(failures);
  }

  /** The token has become {@code grant}'s, which has no access token: nobody asks before that. */
  public JournalRecord salvaged(Grant grant, Failures failures) {
    Fingerprint next = grant.tokens().fingerprint();
    return new JournalRecord(
        State.NONE,
        grant.generation(),
        next,
        0,
        failures,
        remembering(next),
        tried,
        attempt,
        parked);
  }

  /** No whole answer came. */
  public JournalRecord inDoubt(Failures failures) {
    return with(State.DOUBT, firstSpentAt).with(failures);
  }

  /** Only a login helps. */
  public JournalRecord dead() {
    return with(State.DEAD, firstSpentAt);
  }

  /** Like {@link #dead}, of a token that the record did not speak of. */
  public JournalRecord dead(Grant grant) {
    return new JournalRecord(
        State.DEAD,
        grant.generation(),
        grant.tokens().fingerprint(),
        firstSpentAt,
        failures,
        remembering(grant.tokens().fingerprint()),
        tried,
        attempt,
        parked);
  }

  /** The token of a login that is not stored is about to be sent. */
  public JournalRecord trying(Fingerprint candidate) {
    return with(candidate, longer(Objects.equals(tried, candidate) ? null : tried));
  }

  /** The server has said what {@code candidate} is worth: if it was tried, no doubt is left. */
  public JournalRecord answered(Fingerprint candidate) {
    return candidate.equals(tried) ? with(null, spent) : this;
  }

  /** What was tried has become a login; {@code next} is its refresh token now. */
  public JournalRecord accepted(@Nullable Fingerprint next) {
    return with(null, longer(Objects.equals(tried, next) ? null : tried));
  }

  /** A login replaced everything up to {@code generation}; what was spent stays spent. */
  public JournalRecord replaced(long generation, @Nullable Fingerprint next) {
    return new JournalRecord(
        State.NONE, generation, null, 0, Failures.NONE, remembering(next), tried, attempt, parked);
  }

  private JournalRecord with(State state, long firstSpentAt) {
    return new JournalRecord(
        state, generation, fingerprint, firstSpentAt, failures, spent, tried, attempt, parked);
  }

  /** With other failures. */
  public JournalRecord with(Failures failures) {
    return new JournalRecord(
        state, generation, fingerprint, firstSpentAt, failures, spent, tried, attempt, parked);
  }

  private JournalRecord with(@Nullable Fingerprint tried, List<Fingerprint> spent) {
    return new JournalRecord(
        state, generation, fingerprint, firstSpentAt, failures, spent, tried, attempt, parked);
  }

  private List<Fingerprint> remembering(@Nullable Fingerprint next) {
    return longer(state == State.NONE || Objects.equals(fingerprint, next) ? null : fingerprint);
  }

  private List<Fingerprint> longer(@Nullable Fingerprint last) {
    if (last == null) {
      return spent;
    }
    List<Fingerprint> longer = new ArrayList<>(spent);
    longer.remove(last);
    longer.add(last);
    return longer.subList(Math.max(0, longer.size() - MEMORY), longer.size());
  }
}
