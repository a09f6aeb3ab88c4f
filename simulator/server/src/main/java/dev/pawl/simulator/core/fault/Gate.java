package dev.pawl.simulator.core.fault;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where held requests wait until somebody lets them go or the simulator closes. Thread-safe. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long releases;
  private int waiting;
  private boolean closed;

  /** Waits for the next release; false if the gate closed or the thread was interrupted instead. */
  boolean hold() {
    lock.lock();
    try {
      long entered = releases;
      waiting++;
      changed.signalAll();
      while (!closed && releases == entered) {
        changed.await();
      }
      return releases != entered;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** Waits for a real time; false if the gate closed or the thread was interrupted meanwhile. */
  boolean pause(Duration time) {
    long left = time.toNanos();
    lock.lock();
    try {
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  boolean awaitWaiting(int count, Duration waitTimeout) throws InterruptedException {
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

  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  int release() {
    lock.lock();
    try {
      releases++;
      changed.signalAll();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
