package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The faults that are still to come. Thread-safe. Every request is counted by all faults that it
 * concerns; the first one added whose turn it is strikes. Chances are drawn from the seed, one
 * stream a fault, so a plan repeats itself for the same order of requests.
 */
public final class FaultPlan {
  private final InstantSource clock;
  private final List<Operation> operations = new CopyOnWriteArrayList<>(Operation.BUILT_IN);
  private final SplittableRandom seeds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Armed<Fault> armed = new Armed<>();
  private final Armed<Runnable> watches = new Armed<>();
  /* Each takes one of the threads that answer requests: some are left for those who let go. */
  private static final int MOST_HELD = 350;

  private final Gate gate = new Gate(MOST_HELD);

  /**
   * Creates an empty plan.
   *
   * @param clock the virtual clock of triggers
   * @param seed what chances are drawn from
   */
  public FaultPlan(InstantSource clock, long seed) {
    this.clock = clock;
    this.seeds = new SplittableRandom(seed);
  }

  /** Has faults given as text name these operations too. */
  public void know(Collection<Operation> more) {
    operations.addAll(more);
  }

  /**
   * Adds a fault given as text; {@link FaultText} has the grammar.
   *
   * @throws IllegalArgumentException if the text is not of the grammar
   */
  public Fault add(String text) {
    return add(text, clock.instant());
  }

  /**
   * Adds a fault given as text.
   *
   * @param now the virtual time from which relative times count
   * @throws IllegalArgumentException if the text is not of the grammar
   */
  public Fault add(String text, Instant now) {
    return add(FaultText.parse(text, now, operations));
  }

  /** Adds a fault behind those that are there. */
  public Fault add(Fault fault) {
    lock.lock();
    try {
      armed.add(fault.trigger(), fault, seeds.split());
      return fault;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first fault away that equals this one; false if there is none or it is over. */
  public boolean remove(Fault fault) {
    lock.lock();
    try {
      return armed.remove(fault);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has something done on requests: in the request's thread, when it has been decided and no lock
   * is held, before its answer leaves. It counts requests as a fault does.
   *
   * @param text the trigger, as {@link FaultText} has it
   * @param now the virtual time from which relative times count
   * @throws IllegalArgumentException if the text is not of the grammar
   */
  public void watch(String text, Instant now, Runnable what) {
    Trigger trigger = FaultText.trigger(text, now, operations);
    lock.lock();
    try {
      watches.add(trigger, what, seeds.split());
    } finally {
      lock.unlock();
    }
  }

  /** Takes all away that {@link #watch} has brought; the faults stay. */
  public void unwatch() {
    lock.lock();
    try {
      watches.clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts a request and returns what is to be done on it.
   *
   * @param request what is known of it before its commit
   */
  public List<Runnable> called(Event request) {
    Instant now = clock.instant();
    lock.lock();
    try {
      return watches.struck(request, now);
    } finally {
      lock.unlock();
    }
  }

  /** Takes all faults away; what is held stays held. */
  public void clear() {
    lock.lock();
    try {
      armed.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the faults that may still strike. */
  public List<Fault> pending() {
    Instant now = clock.instant();
    lock.lock();
    try {
      return armed.pending(now);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts a request and returns the fault that strikes it.
   *
   * @param request what is known of it before its commit
   */
  public Optional<Fault> strike(Event request) {
    Instant now = clock.instant();
    lock.lock();
    try {
      return armed.struck(request, now).stream().findFirst();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets all held requests go on: those held before their commit are committed and answered, the
   * others get the rest of their answer.
   *
   * @return how many were held
   */
  public int release() {
    return gate.release();
  }

  /** Returns how many requests are held by a {@code hang}. */
  public int held() {
    return gate.waiting();
  }

  /**
   * Waits until requests hang.
   *
   * @param count how many
   * @param waitTimeout the longest wait, in real time
   * @return whether that many hang
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitHeld(int count, Duration waitTimeout) throws InterruptedException {
    return gate.awaitWaiting(count, waitTimeout);
  }

  /** Blocks the calling thread until the next release; false if the simulator closes instead. */
  public boolean hold() {
    return gate.hold();
  }

  /** Comes to be held: the releases from now on count for {@link #hold(long)}. */
  public long arrive() {
    return gate.arrive();
  }

  /**
   * Blocks the calling thread until the first release after an arrival; false if the simulator
   * closes instead.
   */
  public boolean hold(long arrival) {
    return gate.hold(arrival);
  }

  /** Blocks the calling thread for a real time; false if the simulator closes meanwhile. */
  public boolean pause(Duration time) {
    return gate.pause(time);
  }

  /** Drops everything that is held. */
  public void close() {
    gate.close();
  }
}
