package dev.pawl.store.fleet;

import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.RequestedToken;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record of one profile, opened, in this host's time; immutable. Each method that returns
 * another one is one transition of docs/fleet.md.
 *
 * @param state how far a spend got, or that there is no login
 * @param lineage random; made by a login, kept by its refreshes
 * @param grant what is stored; its generation is that of the record
 * @param parent whose spend gave this grant
 * @param claimant who announced the last spend of the refresh token
 * @param attempt how often the refresh token may have been presented, this claim included
 * @param firstSpend when it may have been first, epoch milliseconds
 * @param failures what keeps the next request waiting
 * @param spent fingerprints of the last tokens that were spent, oldest first
 * @param trial a login's proof under way; null if there is none
 */
record FleetRecord(
    State state,
    String lineage,
    Grant grant,
    Parent parent,
    Claimant claimant,
    int attempt,
    long firstSpend,
    Failures failures,
    List<Fingerprint> spent,
    @Nullable Trial trial) {

  /** How many spent tokens are remembered. */
  static final int MEMORY = 64;

  /** What is known of the stored refresh token. */
  enum State {
    IDLE,
    SPENDING,
    DOUBT,
    REPLAYING,
    DEAD,
    TOMBSTONE
  }

  /**
   * Who announced a spend.
   *
   * @param nonce 128 random bits: the identity of one claim, another one at each try
   * @param host random identity of the host's state directory
   * @param name of the host and its process, for people
   * @param ttlMillis how long the claim may stand unchanged before others count it as doubt
   * @param quarantineMillis how long that doubt is left alone then
   */
  record Claimant(String nonce, String host, String name, long ttlMillis, long quarantineMillis) {
    static final Claimant NOBODY = new Claimant("", "", "", 0, 0);
  }

  /** The refresh token of a login that is on trial, and which trial that is. */
  record Trial(Fingerprint token, String nonce) {}

  /** The refresh token whose spend gave a grant, and which attempt at it that was. */
  record Parent(@Nullable Fingerprint token, int attempt) {
    static final Parent NONE = new Parent(null, 0);
  }

  FleetRecord {
    spent = List.copyOf(spent);
  }

  /** The first record of a profile. */
  static FleetRecord first(Grant login, String lineage) {
    return new FleetRecord(
        login.isTombstone() ? State.TOMBSTONE : State.IDLE,
        lineage,
        login,
        Parent.NONE,
        Claimant.NOBODY,
        0,
        0,
        Failures.NONE,
        List.of(),
        null);
  }

  long generation() {
    return grant.generation();
  }

  @Nullable Fingerprint token() {
    return grant.tokens().fingerprint();
  }

  boolean isUnderWay() {
    return state == State.SPENDING || state == State.REPLAYING;
  }

  boolean isClaimedBy(String nonce) {
    return isUnderWay() && claimant.nonce().equals(nonce);
  }

  /** Whether {@code stored} is this one: the same login, in the same state. */
  boolean isStoredAs(@Nullable FleetRecord stored) {
    return stored != null
        && stored.lineage.equals(lineage)
        && stored.generation() == generation()
        && stored.state == state
        && Objects.equals(stored.token(), token());
  }

  /** Whether nobody has written yet what came of the claim {@code nonce}. */
  boolean isOpenBy(String nonce) {
    return (isUnderWay() || state == State.DOUBT) && claimant.nonce().equals(nonce);
  }

  /** Rules 2 and 13: the refresh token is about to be presented by {@code claimant}. */
  FleetRecord claimed(Claimant next, long now, Failures before, @Nullable Fingerprint tried) {
    boolean first = state == State.IDLE || state == State.DEAD;
    return new FleetRecord(
        first ? State.SPENDING : State.REPLAYING,
        lineage,
        grant,
        parent,
        next,
        first ? 1 : attempt + 1,
        first ? now : firstSpend,
        before,
        spent,
        trialOf(tried, next.nonce()));
  }

  private @Nullable Trial trialOf(@Nullable Fingerprint tried, String nonce) {
    Trial known = trial;
    if (tried == null || (known != null && known.token().equals(tried))) {
      return tried == null ? null : known;
    }
    return new Trial(tried, nonce);
  }

  /** An expired claim, or one without a usable answer: nonce and attempt are kept. */
  FleetRecord doubted(Failures next) {
    return with(State.DOUBT, attempt, next);
  }

  /** Rule 9: it was proved that the claim's request was not sent, or not processed. */
  FleetRecord withdrawn(Failures next) {
    if (state == State.REPLAYING) {
      return with(State.DOUBT, attempt - 1, next).by(Claimant.NOBODY);
    }
    return with(State.IDLE, 0, next).by(Claimant.NOBODY);
  }

  /** Rule 12. */
  FleetRecord dead() {
    return with(State.DEAD, attempt, failures);
  }

  /** Rule 10: {@code successor} came of attempt {@code by} at {@code token}. */
  FleetRecord succeeded(Grant successor, Fingerprint token, int by) {
    return new FleetRecord(
        State.IDLE,
        lineage,
        successor,
        new Parent(token, by),
        Claimant.NOBODY,
        0,
        0,
        Failures.NONE,
        remembering(token, successor.tokens().fingerprint()),
        trial);
  }

  /** Rules 18 and 19: a login or a logout. What may have been spent stays spent. */
  FleetRecord replaced(Grant next, String nextLineage) {
    Fingerprint coming = next.tokens().fingerprint();
    List<Fingerprint> all =
        state == State.IDLE || state == State.TOMBSTONE ? spent : remembering(token(), coming);
    return new FleetRecord(
        next.isTombstone() ? State.TOMBSTONE : State.IDLE,
        next.isTombstone() ? lineage : nextLineage,
        next,
        Parent.NONE,
        Claimant.NOBODY,
        0,
        0,
        Failures.NONE,
        all,
        null);
  }

  /** The same grant where only what is kept beside it changes. */
  FleetRecord noting(Failures next, @Nullable Trial tried, List<Fingerprint> remembered) {
    return new FleetRecord(
        state, lineage, grant, parent, claimant, attempt, firstSpend, next, remembered, tried);
  }

  private FleetRecord with(State next, int attempts, Failures after) {
    return new FleetRecord(
        next,
        lineage,
        grant,
        parent,
        claimant,
        attempts,
        attempts == 0 ? 0 : firstSpend,
        after,
        spent,
        trial);
  }

  private FleetRecord by(Claimant next) {
    return new FleetRecord(
        state, lineage, grant, parent, next, attempt, firstSpend, failures, spent, trial);
  }

  private List<Fingerprint> remembering(@Nullable Fingerprint last, @Nullable Fingerprint next) {
    return last == null || Objects.equals(last, next) ? spent : longer(spent, last);
  }

  private static List<Fingerprint> longer(List<Fingerprint> all, Fingerprint last) {
    List<Fingerprint> longer = new ArrayList<>(all);
    longer.remove(last);
    longer.add(last);
    return longer.subList(Math.max(0, longer.size() - MEMORY), longer.size());
  }

  /**
   * What a journal would say. The claim of another host says nothing yet: whoever needs a token
   * waits for it first.
   */
  JournalRecord spends(String ownNonce) {
    boolean own = isClaimedBy(ownNonce);
    JournalRecord.State known =
        switch (state) {
          case IDLE, TOMBSTONE -> JournalRecord.State.NONE;
          case SPENDING -> own ? JournalRecord.State.SPENDING : JournalRecord.State.NONE;
          case REPLAYING -> own ? JournalRecord.State.REPLAYING : JournalRecord.State.DOUBT;
          case DOUBT -> JournalRecord.State.DOUBT;
          case DEAD -> JournalRecord.State.DEAD;
        };
    Fingerprint tried = trial == null ? null : trial.token();
    return new JournalRecord(
        known, generation(), token(), firstSpend, failures, spent, tried, attempt, null);
  }

  /** The same in a time that is {@code ahead} milliseconds ahead of this host's. */
  FleetRecord shifted(long ahead) {
    return new FleetRecord(
        state,
        lineage,
        shifted(grant, ahead),
        parent,
        claimant,
        attempt,
        moved(firstSpend, ahead),
        new Failures(
            failures.count(),
            moved(failures.failedAt(), ahead),
            moved(failures.retryAt(), ahead),
            failures.refusal(),
            failures.refusedUnder()),
        spent,
        trial);
  }

  static Grant shifted(Grant grant, long ahead) {
    return grant.next(grant.generation(), grant.origin(), shifted(grant.tokens(), ahead));
  }

  private static TokenSet shifted(TokenSet tokens, long ahead) {
    TokenSet own =
        new TokenSet(
            tokens.access(),
            moved(tokens.issuedAt(), ahead),
            moved(tokens.expiresAt(), ahead),
            tokens.refresh());
    TokenSet all = own;
    for (var each : tokens.requested().entrySet()) {
      RequestedToken token = each.getValue();
      all =
          all.with(
              each.getKey(),
              new RequestedToken(
                  token.access(),
                  moved(token.issuedAt(), ahead),
                  moved(token.expiresAt(), ahead),
                  token.generation(),
                  token.forced()));
    }
    return all;
  }

  /* Zero is "never was", the greatest is "never ends". */
  private static long moved(long time, long ahead) {
    return time == 0 || time == Long.MAX_VALUE ? time : time + ahead;
  }
}
