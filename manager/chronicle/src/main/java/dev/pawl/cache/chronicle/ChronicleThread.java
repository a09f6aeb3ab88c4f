package dev.pawl.cache.chronicle;

import dev.pawl.process.OwnThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread that works with Chronicle, one errand after another; it exists only then. No
 * interrupt of a caller reaches it, and no caller waits for it longer than its own timeout.
 */
final class Errands {
  private static final long IDLE_MILLIS = 200;

  private static ExecutorService clerk = hire();

  private Errands() {}

  private static ExecutorService hire() {
    return new ThreadPoolExecutor(
        0,
        1,
        IDLE_MILLIS,
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(),
        work -> OwnThread.daemon(work, "chronicle-errands"));
  }

  static synchronized <T> Future<T> start(Callable<T> work) {
    return clerk.submit(work);
  }

  /** Leaves a thread that does not come back to itself; later errands get another one. */
  private static synchronized void giveUp() {
    clerk.shutdownNow();
    clerk = hire();
  }

  static <T> T run(Callable<T> work, Duration waitTimeout) throws IOException {
    Future<T> errand = start(work);
    try {
      return await(errand, waitTimeout);
    } catch (StuckException e) {
      giveUp();
      throw e;
    }
  }

  /** The outcome of {@code errand}; the caller's interrupt is kept for later. */
  static <T> T await(Future<T> errand, Duration waitTimeout) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return errand.get(waitTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // the wait begins anew, once for each interrupt
        }
      }
    } catch (TimeoutException e) {
      throw new StuckException(
          "Chronicle Map took longer than " + waitTimeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException("Chronicle Map failed: " + e.getCause(), e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
