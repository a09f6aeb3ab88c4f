package dev.pawl.simulator.core.fault;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where what is held waits until somebody lets it go or the gate closes. Thread-safe. */
public final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int most;
  private long releases;
  private int waiting;
  private boolean closed;

  /** Creates a gate that holds any number. */
  public Gate() {
    this(Integer.MAX_VALUE);
  }

  /**
   * Creates a gate that holds so many at a time; for who comes then it is closed.
   *
   * @param most how many
   */
  public Gate(int most) {
    this.most = most;
  }

  /** Waits for the next release; false if the gate closed or the thread was interrupted instead. */
  public boolean hold() {
    return hold(() -> false);
  }

  /**
   * Waits for the next release; false if the gate closed, the wait became pointless or the thread
   * was interrupted instead.
   *
   * @param pointless asked at the start and after each {@link #look}
   */
  public boolean hold(BooleanSupplier pointless) {
    return hold(arrive(), pointless);
  }

  /** Comes to the gate: the releases from now on are those that {@link #hold(long)} waits for. */
  public long arrive() {
    lock.lock();
    try {
      return releases;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the first release after an arrival, which may have been already; false if the gate
   * closed or the thread was interrupted instead.
   */
  public boolean hold(long arrival) {
    return hold(arrival, () -> false);
  }

  private boolean hold(long entered, BooleanSupplier pointless) {
    lock.lock();
    try {
      return waiting < most && awaitRelease(entered, pointless);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitRelease(long entered, BooleanSupplier pointless)
      throws InterruptedException {
    waiting++;
    try {
      changed.signalAll();
      while (!closed && releases == entered && !pointless.getAsBoolean()) {
        changed.await();
      }
      return releases != entered;
    } finally {
      waiting--;
    }
  }

  /** Waits for a real time; false if the gate closed or the thread was interrupted meanwhile. */
  public boolean pause(Duration time) {
    return pause(time, () -> false);
  }

  /** Waits for a real time; false if the gate closed or the wait became pointless meanwhile. */
  public boolean pause(Duration time, BooleanSupplier pointless) {
    long left = time.toNanos();
    lock.lock();
    try {
      while (!closed && left > 0 && !pointless.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
      return !closed && !pointless.getAsBoolean();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Has everybody who waits ask whether it is pointless. */
  public void look() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until somebody is held.
   *
   * @param count how many
   * @param waitTimeout the longest wait, in real time
   * @return whether that many are held
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitWaiting(int count, Duration waitTimeout) throws InterruptedException {
    long left = waitTimeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting < count && left > 0) {
        left = changed.awaitNanos(left);
      }
      return waiting >= count;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many are held. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Lets all go on that are held, and returns how many they were. */
  public int release() {
    lock.lock();
    try {
      releases++;
      changed.signalAll();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waits, now and later. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
