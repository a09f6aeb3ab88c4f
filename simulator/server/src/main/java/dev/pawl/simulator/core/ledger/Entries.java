package dev.pawl.simulator.core.ledger;

import dev.pawl.simulator.core.operation.Operation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A part of the ledger, in the order of commits, and what may be claimed of it. Immutable: entries
 * that are appended later do not show.
 *
 * @param list the entries
 * @param forgotten number of the last entry that belongs to this part and is not remembered any
 *     more; 0 if all are there. Of a part that is not whole, nothing can be claimed
 */
public record Entries(List<LedgerEntry> list, long forgotten) {

  /** Copies the list. */
  public Entries {
    list = List.copyOf(list);
  }

  /** Creates a part of a ledger that remembers everything. */
  public Entries(List<LedgerEntry> list) {
    this(list, 0);
  }

  /** Returns the entries that fulfil a condition. */
  public Entries where(Predicate<LedgerEntry> condition) {
    return new Entries(list.stream().filter(condition).toList(), forgotten);
  }

  /**
   * Returns the decided entries of one operation; what a fault held back comes when it is let go.
   */
  public Entries of(Operation operation) {
    return where(entry -> entry.isOf(operation));
  }

  /** Returns the entries with one outcome. */
  public Entries with(Outcome outcome) {
    return where(entry -> entry.outcome() == outcome);
  }

  /** Returns the entries of one process, by its label or connection. */
  public Entries by(String process) {
    return where(entry -> entry.caller().process().equals(process));
  }

  /** Returns the entries after a position in the ledger. */
  public Entries after(long sequence) {
    List<LedgerEntry> later = list.stream().filter(entry -> entry.sequence() > sequence).toList();
    return new Entries(later, sequence >= forgotten ? 0 : forgotten);
  }

  /**
   * Returns the entries in which a refresh token was presented to any issuer, those in which its
   * client or its proof was refused too: {@link #grants} tells which of them spent it.
   */
  public Entries spends() {
    return where(entry -> entry.isOf(Operation.REFRESH.at(entry.operation().service())));
  }

  /** Returns the entries in which a spend gave new tokens. */
  public Entries grants() {
    return spends().with(Outcome.GRANTED);
  }

  /** Returns the entries that killed a family. */
  public Entries revocations() {
    return where(entry -> entry.outcome().killsFamily());
  }

  /** Returns the calls of the protected API. */
  public Entries apiCalls() {
    return of(Operation.CALL);
  }

  /** Returns the labels of the presented tokens, each once, sorted. */
  public Set<String> tokens() {
    return list.stream().map(LedgerEntry::presented).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns how many entries these are. */
  public int count() {
    return list.size();
  }

  /** Tells whether there is none. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /**
   * Claims a number of entries.
   *
   * @throws AssertionError with the entries, if there are more or fewer
   */
  public Entries areExactly(int expected) {
    return claim(count() == expected, "exactly " + expected);
  }

  /**
   * Claims an upper limit.
   *
   * @throws AssertionError with the entries, if there are more
   */
  public Entries areAtMost(int limit) {
    return claim(count() <= limit, "at most " + limit);
  }

  /**
   * Claims that there is no entry.
   *
   * @throws AssertionError with the entries, if there is one
   */
  public Entries areNone() {
    return areExactly(0);
  }

  private Entries claim(boolean holds, String expectation) {
    if (forgotten > 0) {
      throw new AssertionError(
          "nothing can be claimed: the ledger remembers its entries after number "
              + forgotten
              + " only");
    }
    if (!holds) {
      throw new AssertionError(
          "expected " + expectation + " entries but there are " + count() + ":\n" + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return list.stream().map(entry -> "  " + entry.members()).collect(Collectors.joining("\n"));
  }
}
