package dev.pawl.simulator.core;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen when the virtual time comes, be it that it passes or that somebody turns the
 * clock. One thread of its own does it, in the order of the times. Whoever turns the clock, adds
 * something that is due, or sends a request, waits until nothing is due any more: a request sees
 * all that was to happen up to its time. Thread-safe.
 */
public final class Timeline implements AutoCloseable {
  /** The time of what is to happen at once, before all else. */
  public static final Instant NOW = Instant.MIN;

  private static final System.Logger LOG = System.getLogger(Timeline.class.getName());

  /* The system's clock may be set: nobody sleeps longer than this on its word. */
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final VirtualClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition done = lock.newCondition();
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private volatile Instant next = Instant.MAX; // of the first that has not been done to its end
  private volatile @Nullable Thread runner;
  private long order;
  private boolean running;
  private boolean closed;

  private record Entry(Instant due, long order, Runnable what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Creates an empty timeline, which is told of each turn of the clock. */
  Timeline(VirtualClock clock) {
    this.clock = clock;
    clock.onTurn(this::turned);
  }

  /**
   * Has something happen at a virtual time, or at once if that is over; returns when all that is
   * due has happened.
   *
   * @param due the time, or {@link #NOW}
   * @param what what happens; an exception of it is logged, and the others still happen
   */
  public void at(Instant due, Runnable what) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      entries.add(new Entry(due, order++, what));
      next = due.isBefore(next) ? due : next;
      if (runner == null) {
        Thread thread = new Thread(this::run, "pawl-simulator-timeline");
        thread.setDaemon(true);
        runner = thread;
        thread.start();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    settle();
  }

  private void turned() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    settle();
  }

  /** Waits until all that is due has happened; what happens itself does not wait. */
  void settle() {
    if (!isDue() || Thread.currentThread() == runner) {
      return;
    }
    lock.lock();
    try {
      while (!closed && isDue()) {
        done.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return !clock.instant().isBefore(next);
  }

  private void run() {
    lock.lock();
    try {
      for (Entry first = awaitDue(); first != null; first = awaitDue()) {
        perform(first.what);
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "the timeline was interrupted and has ended", e);
    } finally {
      closed = true;
      done.signalAll();
      lock.unlock();
    }
  }

  /** Takes the first entry when its time has come; null if there will be none. */
  private @Nullable Entry awaitDue() throws InterruptedException {
    look();
    while (!closed && !isDue()) {
      boolean unused = changed.await(pause().toNanos() + 1, TimeUnit.NANOSECONDS);
      look();
    }
    return closed ? null : entries.remove();
  }

  private void look() {
    Entry first = entries.peek();
    next = first == null ? Instant.MAX : first.due;
    done.signalAll();
  }

  private Duration pause() {
    Entry first = entries.peek();
    if (first == null || clock.isFrozen()) {
      return LONG;
    }
    Duration left = Duration.between(clock.instant(), first.due);
    return left.compareTo(LOOK) < 0 ? left : LOOK;
  }

  /* The lock is not held meanwhile: what happens may take any other. */
  private void perform(Runnable what) {
    running = true;
    lock.unlock();
    try {
      what.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "what was to happen has failed", e);
    } finally {
      lock.lock();
      running = false;
    }
  }

  /** Forgets all that has not happened; returns when what is happening is over. */
  public void clear() {
    lock.lock();
    try {
      entries.clear();
      while (running && !closed && Thread.currentThread() != runner) {
        done.awaitUninterruptibly();
      }
      entries.clear();
      next = Instant.MAX;
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all that has not happened, for good. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
