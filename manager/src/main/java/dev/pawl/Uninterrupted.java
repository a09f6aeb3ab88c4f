package dev.pawl;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A thread of Pawl's own for work that no caller's interrupt, cancellation or executor may break
 * off. Non-daemon, and it exists only while there is such work.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that may fail with an I/O error. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Starts {@code work}; the future completes with what it returns or throws. */
  static <T> CompletableFuture<T> start(String name, Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.run());
              } catch (Throwable e) {
                result.completeExceptionally(e);
                rethrowError(e);
              }
            },
            name);
    thread.setDaemon(false);
    thread.setContextClassLoader(Uninterrupted.class.getClassLoader());
    thread.start();
    return result;
  }

  private static void rethrowError(Throwable e) {
    if (e instanceof VirtualMachineError error) {
      throw error;
    }
  }

  /**
   * Runs {@code work} on the current thread while the JVM's exit waits for this thread, at most for
   * {@code limit}. This class alone adds shutdown hooks.
   *
   * @throws TokenException TRY_LATER if the JVM is already on its way out; nothing was run
   */
  static <T> T delayingExit(Duration limit, Work<T> work) throws IOException {
    Thread worker = Thread.currentThread();
    return hooked(() -> join(worker, limit), work);
  }

  /**
   * Runs {@code work} on the current thread; the JVM's exit interrupts it and waits at most for
   * {@code limit} until it has put away what it had begun.
   *
   * @throws TokenException TRY_LATER if the JVM is already on its way out; nothing was run
   */
  static <T> T endingAtExit(Duration limit, Work<T> work) throws IOException {
    Thread worker = Thread.currentThread();
    return hooked(
        () -> {
          worker.interrupt();
          join(worker, limit);
        },
        work);
  }

  private static <T> T hooked(Runnable atExit, Work<T> work) throws IOException {
    Thread hook = new Thread(atExit, "pawl-exit");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw TokenException.tryLater("the process is exiting; nothing was begun", 1_000);
    }
    try {
      return work.run();
    } finally {
      remove(hook);
    }
  }

  private static void join(Thread worker, Duration limit) {
    try {
      worker.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the exit has begun and is waiting for this very thread
    }
  }
}
