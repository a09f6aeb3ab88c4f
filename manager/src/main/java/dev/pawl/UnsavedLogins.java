package dev.pawl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The logins that this process has and that are not saved yet: the process is not to end before
 * they are, since nobody else may have them. Thread-safe.
 */
public final class UnsavedLogins {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition CHANGED = LOCK.newCondition();
  private static final List<Unsaved> PENDING = new ArrayList<>();

  private UnsavedLogins() {}

  static void add(Unsaved login) {
    LOCK.lock();
    try {
      PENDING.add(login);
    } finally {
      LOCK.unlock();
    }
  }

  static void remove(Unsaved login) {
    LOCK.lock();
    try {
      PENDING.remove(login);
      CHANGED.signalAll();
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether there is none. */
  public static boolean areNone() {
    LOCK.lock();
    try {
      return PENDING.isEmpty();
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Waits until each is saved, or left where another process finds it.
   *
   * @param millis how long at most
   * @return whether there is none now
   */
  public static boolean await(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    LOCK.lockInterruptibly();
    try {
      while (!PENDING.isEmpty() && left > 0) {
        left = CHANGED.awaitNanos(left);
      }
      return PENDING.isEmpty();
    } finally {
      LOCK.unlock();
    }
  }
}
