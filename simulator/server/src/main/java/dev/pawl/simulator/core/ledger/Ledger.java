package dev.pawl.simulator.core.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The append-only record of everything the simulated services committed. Thread-safe. A service
 * appends while it holds the lock of the family concerned, so the order of entries is the order of
 * commits. No token ever enters it in full.
 *
 * <p>It remembers its latest entries, {@link #CAPACITY} of them unless told otherwise, so that it
 * takes the same memory after a million requests as after the first hundred thousand. A claim about
 * a part of the ledger that is not remembered any more fails; {@link #spentTwice} counts
 * everything.
 */
public final class Ledger {
  /** How many entries are remembered by default. */
  public static final int CAPACITY = 100_000;

  private static final int BLOCK = 1024;

  private final InstantSource clock;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Set<String> spentTwice = new TreeSet<>();
  private List<LedgerEntry> entries = new ArrayList<>();
  private long forgotten;
  private long era;

  /** Creates an empty ledger that remembers {@link #CAPACITY} entries. */
  public Ledger(InstantSource clock) {
    this(clock, CAPACITY);
  }

  /**
   * Creates an empty ledger.
   *
   * @param clock the time of its entries
   * @param capacity how many entries it remembers, from 1
   */
  public Ledger(InstantSource clock, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a ledger remembers at least 1 entry, not " + capacity);
    }
    this.clock = clock;
    this.capacity = capacity;
  }

  /** Appends what has just been committed. */
  public LedgerEntry append(Event event) {
    lock.lock();
    try {
      LedgerEntry entry =
          new LedgerEntry(
              forgotten + entries.size() + 1, clock.instant(), System.nanoTime(), event);
      entries.add(entry);
      if (event.outcome().isReuse() && spentTwice.size() < CAPACITY) {
        spentTwice.add(event.presented());
      }
      forget();
      grown.signalAll();
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /* A block at a time: what is left is copied once for so many appends. */
  private void forget() {
    int block = Math.max(BLOCK, capacity / 4);
    if (entries.size() >= capacity + block) {
      entries = new ArrayList<>(entries.subList(block, entries.size()));
      forgotten += block;
    }
  }

  /** Returns how often the ledger was cleared: numbers of entries count within one era. */
  public long era() {
    lock.lock();
    try {
      return era;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all entries; the next one has number 1. */
  public void clear() {
    lock.lock();
    try {
      era++;
      grown.signalAll();
      entries = new ArrayList<>();
      forgotten = 0;
      spentTwice.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Returns all entries up to now that are remembered. */
  public Entries entries() {
    return since(0);
  }

  /** Returns the number of the last entry; 0 before the first. */
  public long position() {
    lock.lock();
    try {
      return forgotten + entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entries after a position. */
  public Entries since(long position) {
    lock.lock();
    try {
      int from = (int) Math.min(Math.max(0, position - forgotten), entries.size());
      return new Entries(
          entries.subList(from, entries.size()), position < forgotten ? forgotten : 0);
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
   * Returns the labels of the refresh tokens that were presented after a spend had consumed them,
   * also of those whose entries are forgotten; {@link #CAPACITY} of them at most.
   */
  public Set<String> spentTwice() {
    lock.lock();
    try {
      return Collections.unmodifiableSet(new TreeSet<>(spentTwice));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entries that killed a family. */
  public Entries revocations() {
    return entries().revocations();
  }

  /**
   * Waits for an entry, counting those that are remembered already.
   *
   * @param wanted the condition
   * @param waitTimeout the longest wait, in real time
   * @return the first such entry; empty if none came in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Optional<LedgerEntry> await(Predicate<LedgerEntry> wanted, Duration waitTimeout)
      throws InterruptedException {
    return await(0, wanted, waitTimeout);
  }

  /**
   * Waits for an entry after a position.
   *
   * @param position the number of the last entry that does not count
   * @param wanted the condition
   * @param waitTimeout the longest wait, in real time
   * @return the first such entry; empty if none came in time
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Optional<LedgerEntry> await(
      long position, Predicate<LedgerEntry> wanted, Duration waitTimeout)
      throws InterruptedException {
    long left = waitTimeout.toNanos();
    long seen = position;
    lock.lockInterruptibly();
    try {
      while (true) {
        seen = Math.min(seen, forgotten + entries.size()); // it may have been cleared
        seen = Math.max(seen, forgotten);
        for (; seen < forgotten + entries.size(); seen++) {
          LedgerEntry next = entries.get((int) (seen - forgotten));
          if (wanted.test(next)) {
            return Optional.of(next);
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
