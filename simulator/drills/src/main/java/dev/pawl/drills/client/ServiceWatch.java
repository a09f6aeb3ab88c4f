package dev.pawl.drills.client;

import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells from the ledger when the copies are served: each has made a call of the API that was
 * accepted, with a token that is not an old one. Not thread-safe.
 */
final class ServiceWatch {
  private final Ledger ledger;
  private final Callers callers;
  private final WinClass promise;
  private Set<String> old = Set.of();

  /**
   * Creates a watch for which no token is old.
   *
   * @param promise where the login need not be kept, a refused replay ends the wait too
   */
  ServiceWatch(Ledger ledger, Callers callers, WinClass promise) {
    this.ledger = ledger;
    this.callers = callers;
    this.promise = promise;
  }

  /** All access tokens that were accepted up to now are old. */
  void age() {
    old = ledger.entries().apiCalls().with(Outcome.GRANTED).tokens();
  }

  /**
   * Waits until copies are served.
   *
   * @param wanted their numbers
   * @param position the number of the last entry that does not count
   * @param within the longest wait
   * @return the call with which the last of them was served, or the refusal after which nobody will
   *     be; empty if neither came in time
   */
  Optional<LedgerEntry> await(Set<Integer> wanted, long position, Duration within)
      throws InterruptedException {
    Set<Integer> missing = new TreeSet<>(wanted);
    int[] strangers = new int[1];
    return ledger.await(
        position,
        entry -> {
          if (isServed(entry)) {
            int copy = callers.copy(entry);
            missing.remove(copy);
            strangers[0] += copy == 0 ? 1 : 0;
          }
          /* Where nobody can be told apart, as many calls as there are copies must do. */
          return isLost(entry)
              || missing.isEmpty()
              || (missing.equals(wanted) && strangers[0] >= wanted.size());
        },
        within);
  }

  /** Returns the numbers of those who were not served after a position. */
  Set<Integer> missing(Set<Integer> wanted, long position) {
    Set<Integer> missing = new TreeSet<>(wanted);
    ledger.since(position).list().stream()
        .filter(this::isServed)
        .forEach(entry -> missing.remove(callers.copy(entry)));
    return missing;
  }

  /** Tells whether somebody was served. */
  boolean isServed(LedgerEntry entry) {
    return entry.isOf(Operation.CALL)
        && entry.outcome() == Outcome.GRANTED
        && !old.contains(entry.presented());
  }

  private boolean isLost(LedgerEntry entry) {
    return entry.outcome().killsFamily()
        || (promise == WinClass.LOGIN_ONCE && entry.outcome() == Outcome.REUSE_REJECTED);
  }
}
