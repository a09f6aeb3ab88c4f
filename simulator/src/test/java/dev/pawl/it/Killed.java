package dev.pawl.it;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The death of a process at one of its looks at the clock: nothing runs after it but what the
 * kernel would do as well, which is to let go of locks.
 */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  /** A clock that kills whoever works under the refresh lock at its n-th look from now. */
  static final class Clock implements InstantSource {
    private final InstantSource clock;
    private final AtomicInteger looks = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean struck;

    Clock(InstantSource clock) {
      this.clock = clock;
    }

    void killAt(int look) {
      looks.set(look);
    }

    boolean hasStruck() {
      return struck;
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread().getName().equals("pawl-refresh") && looks.decrementAndGet() <= 0) {
        struck = true;
        throw new Killed();
      }
      return clock.instant();
    }
  }
}
