package dev.pawl.store.fleet;

import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.FleetRecord.State;
import dev.pawl.store.fleet.HostJournal.Entry;
import dev.pawl.store.fleet.HostJournal.Stage;
import dev.pawl.store.fleet.SealedPairs.Put;
import dev.pawl.store.journal.JournalRecord;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's protocol as one transaction of one host carries it out (docs/fleet.md; the numbers
 * are those of its rules). For one thread that holds the refresh lock, which queues the processes
 * of this host (rule 1).
 */
final class FleetSession {
  /* What an answer may bring that is far bigger than any seen, sealed. */
  private static final int ROOM = 64 << 10;

  private final Fleet fleet;
  private final RecordAccess record;
  private final HostJournal journal;
  private final SealedPairs pairs;
  private final LoginWrites logins;
  private final KeptLogin kept;

  private @Nullable Claim claim;

  FleetSession(Fleet fleet, RecordAccess record, HostJournal journal) {
    this.fleet = fleet;
    this.record = record;
    this.journal = journal;
    this.pairs = new SealedPairs(record, journal);
    this.logins = new LoginWrites(record, Fleet.random(), fleet.timing().ttl(), fleet.clock());
    this.kept = new KeptLogin(fleet, record, journal, pairs, logins);
  }

  RecordAccess record() {
    return record;
  }

  /* 1, 8, 11. What this host left open is settled before anything else. */

  /**
   * Reads the record after settling what a dead process of this host left.
   *
   * @return a login that this host refreshed and that nobody wants any more, to be revoked; null if
   *     there is none
   */
  @Nullable Grant recover() throws IOException {
    Entry left = journal.read();
    FleetRecord unused = record.look();
    if (left.stage() == Stage.LOGIN && kept.isToWait()) {
      return null;
    }
    Grant orphan =
        switch (left.stage()) {
          case NONE, CLAIM -> null;
          case SENT -> settleSent(left);
          case LOGIN -> kept.settle(left);
        };
    if (left.stage() == Stage.CLAIM) {
      takeBack(left.nonce());
    }
    for (String unsent : left.unsent()) {
      takeBack(unsent);
    }
    endOwnClaim();
    if (orphan == null && left.stage() != Stage.NONE) {
      journal.note(left.stage() == Stage.CLAIM ? left.lost() : Entry.NONE);
    }
    return orphan;
  }

  private @Nullable Grant settleSent(Entry left) throws IOException {
    HostJournal.Pair pair = journal.pair(left);
    if (pair == null) {
      doubt(left.nonce());
      return null;
    }
    Grant successor = pairs.opened(pair);
    return pairs.put(successor, left) == Put.UNWANTED ? successor : null;
  }

  /* 8. The lock is held here, so whoever of this host has claimed the login is dead. */
  private void endOwnClaim() throws IOException {
    FleetRecord present = record.record();
    if (present != null && present.isUnderWay() && present.claimant().host().equals(fleet.host())) {
      doubt(present.claimant().nonce());
    }
  }

  /** What was not wanted any more is revoked: it leaves this host's journal. */
  void forgetOrphan() throws IOException {
    journal.note(Entry.NONE);
  }

  private void doubt(String nonce) throws IOException {
    FleetRecord present = record.record();
    while (present != null && present.isClaimedBy(nonce)) {
      if (record.write(present.doubted(fleet.failedNow(present.failures())))) {
        return;
      }
      present = record.record();
    }
  }

  /* 9. Proven not sent: one state back, from the own nonce only. */
  private void takeBack(String nonce) throws IOException {
    FleetRecord present = record.record();
    while (present != null && present.isOpenBy(nonce)) {
      if (present.state() == State.DOUBT && present.attempt() != 1) {
        return;
      }
      if (record.write(present.withdrawn(present.failures()))) {
        return;
      }
      present = record.record();
    }
  }

  /** Whether it is this transaction's claim that stands in {@code seen}. */
  boolean isOwn(FleetRecord seen) {
    Claim own = claim;
    return own != null && seen.isClaimedBy(own.nonce());
  }

  /* 2, 3. Claim and intent are one compare-and-set. */

  /** Has room for what the spend of {@code grant} brings, on this host's disk. */
  void reserve() throws IOException {
    journal.reserve(record.length() + ROOM);
  }

  /**
   * Announces the spend that {@code intent} describes.
   *
   * @throws OvertakenException if the claim was not won: nothing may be sent
   */
  void claim(JournalRecord intent) throws IOException {
    FleetRecord seen = record.record();
    if (seen == null || !isClaimable(seen)) {
      throw new OvertakenException("the login is not what it was");
    }
    Claim next = new Claim(fleet.claimant(), seen.lineage(), intent.fingerprint(), fleet.clock());
    Entry entry =
        new Entry(
            Stage.CLAIM,
            next.nonce(),
            seen.lineage(),
            intent.fingerprint(),
            0,
            journal.read().unsent());
    journal.force(entry);
    FleetRecord claimed =
        seen.claimed(next.by(), fleet.clock().millis(), intent.failures(), intent.tried());
    next.isAttempt(claimed.attempt());
    if (next.isWon(record, claimed)) {
      claim = next;
    } else {
      journal.note(entry.lost());
      throw new OvertakenException("another host was first");
    }
  }

  private boolean isClaimable(FleetRecord seen) {
    return switch (seen.state()) {
      case IDLE -> seen.token() != null && !seen.spent().contains(seen.token());
      case DOUBT -> true;
      case DEAD, SPENDING, REPLAYING, TOMBSTONE -> false;
    };
  }

  /* 4, 5, 6. The connection to the provider stands. */

  /**
   * Looks for the last time before the first byte.
   *
   * @throws IOException if the claim does not stand any more: nothing may be sent
   */
  void lastLook() throws IOException {
    Claim own = claim;
    if (own == null) {
      return; // the trial of a login: its token is in no other record
    }
    journal.force(entry(own, Stage.SENT));
    try {
      own.looks();
      FleetRecord now = record.look();
      if (now == null || !now.isClaimedBy(own.nonce())) {
        throw new OvertakenException("another host has ended the claim of this one");
      }
      if (!own.maySend()) {
        throw new OvertakenException(
            "the last look at the store took longer than it may, or this host was paused");
      }
    } catch (IOException | RuntimeException e) {
      journal.force(entry(own, Stage.CLAIM));
      throw e;
    }
  }

  private Entry entry(Claim own, Stage stage) {
    return new Entry(stage, own.nonce(), own.lineage(), own.token(), own.attempt(), List.of());
  }

  /* 12, 13 and 9: what the answer proves is written from the own nonce only. */

  /**
   * Ends the own claim by what {@code verdict} says.
   *
   * @throws OvertakenException if another host has ended it: nothing was written
   */
  void settle(JournalRecord verdict) throws IOException {
    Claim own = Objects.requireNonNull(claim);
    boolean unsent = isProvenUnsent(own, verdict);
    FleetRecord present = record.record();
    while (present != null && present.isClaimedBy(own.nonce())) {
      FleetRecord next =
          switch (verdict.state()) {
            case DEAD -> present.dead();
            case NONE, DOUBT, PARKED ->
                unsent
                    ? present.withdrawn(verdict.failures())
                    : present.doubted(verdict.failures());
            case SPENDING, REPLAYING -> throw new IllegalStateException("the claim stands already");
          };
      if (record.write(next)) {
        ended();
        return;
      }
      present = record.record();
    }
    ended();
    throw new OvertakenException("another host has ended the claim of this one");
  }

  /* 9. On this host's disk first: a store that is away must not make a doubt of what was proved. */
  private boolean isProvenUnsent(Claim own, JournalRecord verdict) throws IOException {
    boolean unsent = journal.read().stage() == Stage.CLAIM;
    if (!unsent && verdict.state() == JournalRecord.State.NONE) {
      journal.force(entry(own, Stage.CLAIM));
      return true;
    }
    return unsent;
  }

  private void ended() throws IOException {
    claim = null;
    journal.note(Entry.NONE);
  }

  boolean hasClaim() {
    return claim != null;
  }

  String nonce() {
    Claim own = claim;
    return own == null ? "" : own.nonce();
  }

  /** Keeps {@code successor} of {@code parent} here, and saves it by the table of rule 10. */
  Put save(Grant successor, Grant parent) throws IOException {
    Entry of = journal.read();
    if (of.stage() != Stage.SENT || journal.pair(of) == null) {
      of = sent(parent);
      pairs.keep(successor, of);
    }
    Put put = pairs.put(successor, of);
    ended();
    return put;
  }

  private Entry sent(Grant parent) {
    Claim own = claim;
    if (own != null) {
      return entry(own, Stage.SENT);
    }
    FleetRecord present = Objects.requireNonNull(record.record());
    return new Entry(
        Stage.SENT,
        Fleet.random(),
        present.lineage(),
        parent.tokens().fingerprint(),
        Math.max(1, present.attempt()),
        List.of());
  }

  /** Whether the pair that is to be saved lies whole on this host's disk. */
  boolean isKept() {
    return pairs.isKept();
  }

  /** Stores a login, or the tombstone of one, over {@code present} and whatever claim is open. */
  void replace(Grant next, @Nullable Grant present, JournalRecord spends) throws IOException {
    kept.store(next, present, spends);
    ended();
  }

  /**
   * Whether {@code next} may be stored over {@code present}, or is stored already. It is kept on
   * this host's disk until one of them is known.
   */
  boolean isReplaceable(Grant next, @Nullable Grant present) throws IOException {
    return kept.isReplaceable(next, present);
  }

  /** Writes what {@code next} says beside the grant: a login's proof under way. */
  void note(JournalRecord next) throws IOException {
    logins.note(next);
  }
}
