package dev.pawl.lock;

import dev.pawl.process.OwnThread;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The place of this process in the kernel's queue for the refresh lock, on a thread that exists
 * only while somebody waits: the wait costs no CPU, and the kernel wakes all processes at once when
 * the holder lets go or dies (docs/adr/0005). Thread-safe.
 */
public final class LockReleaseWait {
  private static final long STACK_BYTES = 128 << 10;

  /** What is known of the lock. */
  public enum State {
    /** Nobody had it a moment ago. */
    SEEN,
    /** Somebody has it. */
    HELD,
    /** Only trying tells. */
    UNKNOWN
  }

  /** Where a thread stands until nobody has the lock; false if it cannot wait there. */
  public interface Queue {
    boolean awaitRelease() throws IOException;
  }

  private final Queue queue;
  private final AtomicReference<@Nullable CompletableFuture<State>> place = new AtomicReference<>();

  public LockReleaseWait(Queue queue) {
    this.queue = queue;
  }

  /**
   * Waits until the lock is free, at most for {@code nanos}.
   *
   * @throws InterruptedException if the caller is interrupted; the place in the queue is kept
   */
  public State await(long nanos) throws InterruptedException {
    try {
      return next().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return State.HELD;
    } catch (ExecutionException e) {
      return State.UNKNOWN;
    }
  }

  private CompletableFuture<State> next() {
    while (true) {
      CompletableFuture<State> present = place.get();
      if (present != null && !present.isDone()) {
        return present;
      }
      CompletableFuture<State> fresh = new CompletableFuture<>();
      if (place.compareAndSet(present, fresh)) {
        enter(fresh);
        return fresh;
      }
    }
  }

  /* A daemon: it protects nothing, and a holder that hangs must not keep this process from ending. */
  private void enter(CompletableFuture<State> seen) {
    try {
      OwnThread.daemon(() -> stand(seen), "pawl-waiter", STACK_BYTES).start();
    } catch (OutOfMemoryError e) {
      seen.complete(State.UNKNOWN); // no thread to be had: trying needs none
    }
  }

  private void stand(CompletableFuture<State> seen) {
    try {
      seen.complete(queue.awaitRelease() ? State.SEEN : State.UNKNOWN);
    } catch (IOException | RuntimeException | Error e) {
      seen.completeExceptionally(e);
    }
  }
}
