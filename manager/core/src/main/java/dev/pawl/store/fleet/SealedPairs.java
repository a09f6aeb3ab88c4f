package dev.pawl.store.fleet;

import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.FleetRecord.State;
import dev.pawl.store.fleet.HostJournal.Entry;
import java.io.IOException;
import java.util.Objects;

/**
 * Rule 10: a pair that a spend brought is on this host's disk first, sealed, then in the record, by
 * one table. For one thread that holds the refresh lock.
 */
final class SealedPairs {
  private final RecordAccess record;
  private final HostJournal journal;

  private boolean isKept;

  SealedPairs(RecordAccess record, HostJournal journal) {
    this.record = record;
    this.journal = journal;
  }

  /** What became of a pair. */
  enum Put {
    SAVED,
    /** The record holds a later grant of the same login: dropped, never revoked. */
    LATE,
    /** The login has ended, or another one took its place. */
    UNWANTED
  }

  /** What {@code pair} holds. */
  Grant opened(HostJournal.Pair pair) throws IOException {
    return record.inOwnTime(record.format().opened(pair.sealed(), pair.of().lineage()));
  }

  /** Whether the pair that is to be saved lies whole on this host's disk. */
  boolean isKept() {
    return isKept;
  }

  /** Keeps {@code successor} here. Lenient: what cannot be kept is saved all the same. */
  void keep(Grant successor, Entry sent) {
    isKept = false;
    try {
      journal.keep(sent, record.format().sealed(record.inProvidersTime(successor), sent.lineage()));
      journal.force(sent);
      isKept = true;
    } catch (IOException e) {
      System.getLogger(SealedPairs.class.getName())
          .log(System.Logger.Level.WARNING, "a refreshed login is not kept on this host: " + e);
    }
  }

  /** Whether what is kept for {@code of} is {@code login}. */
  boolean isOf(Entry of, Grant login) throws IOException {
    HostJournal.Pair pair = journal.pair(of);
    return pair != null
        && Objects.equals(opened(pair).tokens().fingerprint(), login.tokens().fingerprint());
  }

  /** Saves {@code successor}, which came of {@code of}, by the table. */
  Put put(Grant successor, Entry of) throws IOException {
    Fingerprint token = Objects.requireNonNull(of.token());
    while (true) {
      FleetRecord present = record.look();
      if (present == null || present.state() == State.TOMBSTONE) {
        return Put.UNWANTED;
      }
      boolean rotated = !token.equals(successor.tokens().fingerprint());
      if (rotated && Objects.equals(present.token(), successor.tokens().fingerprint())) {
        return Put.SAVED;
      }
      if (!present.lineage().equals(of.lineage())) {
        return Put.UNWANTED;
      }
      if (!rotated && !present.isOpenBy(of.nonce())) {
        return Put.LATE; // the token is as good as before, and another answer is stored
      }
      boolean parentIsStored = token.equals(present.token());
      boolean later =
          token.equals(present.parent().token()) && present.parent().attempt() < of.attempt();
      if (!parentIsStored && !later) {
        return Put.LATE;
      }
      if (record.write(
          present.succeeded(numbered(successor, present), token, (int) of.attempt()))) {
        return Put.SAVED;
      }
    }
  }

  private static Grant numbered(Grant successor, FleetRecord present) {
    long next = Math.max(successor.generation(), present.generation() + 1);
    return successor.generation() == next
        ? successor
        : successor.next(next, successor.origin(), successor.tokens());
  }
}
