package dev.pawl.process;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Waits for what no event tells of: a slot in shared memory, the state of a thread or process.
 * Whoever can wait for an event (a spend in the ledger, a line of a child, the end of a process)
 * does that instead.
 */
public final class Eventually {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Eventually() {}

  /**
   * Looks until it sees what is wanted, and gives that.
   *
   * @throws AssertionError with what was seen last, after a minute
   */
  public static <T> T see(Callable<T> look, Predicate<T> wanted) throws Exception {
    long begun = System.nanoTime();
    T seen = look.call();
    while (!wanted.test(seen)) {
      if (System.nanoTime() - begun > LONGEST_NANOS) {
        throw new AssertionError("not seen in a minute; last seen: " + seen);
      }
      Thread.onSpinWait();
      seen = look.call();
    }
    return seen;
  }
}
