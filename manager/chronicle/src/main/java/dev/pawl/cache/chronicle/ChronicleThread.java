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
 * The one thread that works with Chronicle, one task after another; it exists only then. No
 * interrupt of a caller reaches it, and no caller waits for it longer than its own timeout.
 */
final class ChronicleThread {
  private static final long IDLE_MILLIS = 200;

  private static ExecutorService executor = fresh();

  private ChronicleThread() {}

  private static ExecutorService fresh() {
    return new ThreadPoolExecutor(
        0,
        1,
        IDLE_MILLIS,
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(),
        work -> OwnThread.daemon(work, "chronicle"));
  }

  static synchronized <T> Future<T> start(Callable<T> work) {
    return executor.submit(work);
  }

  /** Leaves a thread that does not come back to itself; later tasks get another one. */
  private static synchronized void giveUp() {
    executor.shutdownNow();
    executor = fresh();
  }

  static <T> T run(Callable<T> work, Duration waitTimeout) throws IOException {
    Future<T> task = start(work);
    try {
      return await(task, waitTimeout);
    } catch (StuckException e) {
      giveUp();
      throw e;
    }
  }

  /** The outcome of {@code task}; the caller's interrupt is kept for later. */
  static <T> T await(Future<T> task, Duration waitTimeout) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get(waitTimeout.toMillis(), TimeUnit.MILLISECONDS);
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
