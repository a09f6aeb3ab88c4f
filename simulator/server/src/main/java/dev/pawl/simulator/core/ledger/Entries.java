package dev.pawl.simulator.core.ledger;

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
 */
public record Entries(List<LedgerEntry> list) {

  /** Copies the list. */
  public Entries {
    list = List.copyOf(list);
  }

  /** Returns the entries that fulfil a condition. */
  public Entries where(Predicate<LedgerEntry> condition) {
    return new Entries(list.stream().filter(condition).toList());
  }

  /** Returns the entries of one kind. */
  public Entries of(Kind kind) {
    return where(entry -> entry.kind() == kind);
  }

  /** Returns the entries with one outcome. */
  public Entries with(Outcome outcome) {
    return where(entry -> entry.outcome() == outcome);
  }

  /** Returns the entries of one client. */
  public Entries by(String client) {
    return where(entry -> entry.client().equals(client));
  }

  /** Returns the entries after a position in the ledger. */
  public Entries after(long sequence) {
    return where(entry -> entry.sequence() > sequence);
  }

  /** Returns the entries in which a refresh token was presented. */
  public Entries spends() {
    return of(Kind.SPEND);
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
    return of(Kind.API_CALL);
  }

  /** Returns the labels of the presented tokens, each once, sorted. */
  public Set<String> tokens() {
    return list.stream().map(LedgerEntry::token).collect(Collectors.toCollection(TreeSet::new));
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
