package dev.pawl.lock;

import dev.pawl.process.OwnThread;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A thread of Pawl's own for work that no caller's interrupt, cancellation or executor may break
 * off. Non-daemon, and it exists only while there is such work.
 */
public final class ProtectedThread {
  private ProtectedThread() {}

  /** Work that may fail with an I/O error. */
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Starts {@code work}; the future completes with what it returns or throws. */
  public static <T> CompletableFuture<T> start(String name, Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable whole =
        () -> {
          try {
            result.complete(work.run());
          } catch (Throwable e) {
            result.completeExceptionally(e);
            rethrowError(e);
          }
        };
    OwnThread.lasting(whole, name).start();
    return result;
  }

  private static void rethrowError(Throwable e) {
    if (e instanceof VirtualMachineError error) {
      throw error;
    }
  }

  /**
   * Has the JVM's exit wait for the current thread, at most for {@code limit}, until what is
   * returned is closed; an exit that has begun waits until the thread ends. This class alone adds
   * shutdown hooks.
   *
   * @throws TokenException TRY_LATER if the JVM is already on its way out
   */
  public static ExitDelay delayExit(Duration limit) {
    Thread worker = Thread.currentThread();
    return new ExitDelay(() -> join(worker, limit));
  }

  /** What the JVM's exit does first, while it is open. */
  public static final class ExitDelay implements AutoCloseable {
    private final Thread hook;
    private volatile boolean exiting;

    private ExitDelay(Runnable atExit) {
      this.hook =
          new Thread(
              () -> {
                exiting = true;
                atExit.run();
              },
              "pawl-exit");
      try {
        Runtime.getRuntime().addShutdownHook(hook);
      } catch (IllegalStateException e) {
        throw TokenException.tryLater("the process is exiting; nothing was begun", 1_000);
      }
    }

    /** Whether the JVM is ending and waits. */
    public boolean isExiting() {
      return exiting;
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the exit has begun and is waiting for this very thread
      }
    }
  }

  /**
   * Runs {@code work} on the current thread; the JVM's exit interrupts it and waits at most for
   * {@code limit} until it has put away what it had begun.
   *
   * @throws TokenException TRY_LATER if the JVM is already on its way out; nothing was run
   */
  public static <T> T endingAtExit(Duration limit, Work<T> work) throws IOException {
    Thread worker = Thread.currentThread();
    Runnable atExit =
        () -> {
          breakOff(worker);
          join(worker, limit);
        };
    ExitDelay delay = new ExitDelay(atExit);
    try (delay) {
      return work.run();
    }
  }

  private static void breakOff(Thread worker) {
    if (worker instanceof OwnThread own) {
      own.breakOff();
    } else {
      worker.interrupt();
    }
  }

  private static void join(Thread worker, Duration limit) {
    try {
      worker.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
