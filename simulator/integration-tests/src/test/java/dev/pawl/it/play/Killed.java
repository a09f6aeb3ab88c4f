package dev.pawl.it.play;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The death of a process at one of its looks at the clock: nothing runs after it but what the
 * kernel would do as well, which is to let go of locks.
 */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  /** A clock that kills whoever works under the refresh lock and looks at it at a bad moment. */
  static final class Clock implements InstantSource {
    private final InstantSource clock;
    private volatile BooleanSupplier due = () -> false;
    private volatile boolean struck;

    Clock(InstantSource clock) {
      this.clock = clock;
    }

    /** Kills at the n-th look from now. */
    void killAt(int look) {
      AtomicInteger looks = new AtomicInteger(look);
      due = () -> looks.decrementAndGet() <= 0;
    }

    /** Kills at the first look when the {@code moment} has come. */
    void killWhen(BooleanSupplier moment) {
      due = moment;
    }

    void spare() {
      due = () -> false;
    }

    boolean hasStruck() {
      return struck;
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread().getName().equals("pawl-refresh") && due.getAsBoolean()) {
        struck = true;
        throw new Killed();
      }
      return clock.instant();
    }
  }
}
