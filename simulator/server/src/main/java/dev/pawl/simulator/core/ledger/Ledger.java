package dev.pawl.simulator.core.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The append-only record of everything the simulated services committed. Thread-safe. A service
 * appends while it holds the lock of the family concerned, so the order of entries is the order of
 * commits. No token ever enters it in full.
 */
public final class Ledger {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<LedgerEntry> entries = new ArrayList<>();

  /** Creates an empty ledger. */
  public Ledger(InstantSource clock) {
    this.clock = clock;
  }

  /** Appends what has just been committed. */
  public LedgerEntry append(Event event) {
    lock.lock();
    try {
      LedgerEntry entry =
          new LedgerEntry(entries.size() + 1L, clock.instant(), System.nanoTime(), event);
      entries.add(entry);
      grown.signalAll();
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all entries; the next one has number 1. */
  public void clear() {
    lock.lock();
    try {
      entries.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Returns all entries up to now. */
  public Entries entries() {
    lock.lock();
    try {
      return new Entries(entries);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of the last entry; 0 before the first. */
  public long position() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entries after a position. */
  public Entries since(long position) {
    lock.lock();
    try {
      return new Entries(entries.subList((int) Math.min(position, entries.size()), entries.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entries of one family. */
  public Entries family(String name) {
    return entries().where(entry -> entry.family().equals(name));
  }

  /** Returns the spends of one family. */
  public Entries spends(String family) {
    return family(family).spends();
  }

  /**
   * Returns the labels of the refresh tokens that were presented after a spend had consumed them.
   */
  public Set<String> spentTwice() {
    return entries().spends().where(entry -> entry.outcome().isReuse()).tokens();
  }

  /** Returns the entries that killed a family. */
  public Entries revocations() {
    return entries().revocations();
  }

  /**
   * Waits for an entry, counting those that are there already.
   *
   * @param wanted the condition
   * @param waitTimeout the longest wait, in real time
   * @return the first such entry; empty if none came in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Optional<LedgerEntry> await(Predicate<LedgerEntry> wanted, Duration waitTimeout)
      throws InterruptedException {
    long left = waitTimeout.toNanos();
    int seen = 0;
    lock.lockInterruptibly();
    try {
      while (true) {
        seen = Math.min(seen, entries.size()); // it may have been cleared
        for (; seen < entries.size(); seen++) {
          if (wanted.test(entries.get(seen))) {
            return Optional.of(entries.get(seen));
          }
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
