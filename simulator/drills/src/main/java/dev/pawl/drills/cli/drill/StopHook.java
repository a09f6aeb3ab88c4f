package dev.pawl.drills.cli.drill;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run when this process is told to end: first its processes, then the thread that runs it,
 * and only then its scratch directory, in which nobody writes any more.
 */
final class StopHook implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 15;

  private final Runnable end;
  private final Scratch scratch;
  private final Thread runner = Thread.currentThread();
  private final CountDownLatch idle = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "pawl-drill-stop");
  private volatile boolean stopping;

  private StopHook(Runnable end, Scratch scratch) {
    this.end = end;
    this.scratch = scratch;
  }

  /**
   * Waits for the signal.
   *
   * @param end ends all processes, and returns when they have ended
   */
  static StopHook of(Runnable end, Scratch scratch) {
    StopHook stop = new StopHook(end, scratch);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  private void stop() {
    stopping = true;
    end.run();
    runner.interrupt();
    try {
      if (idle.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        scratch.delete();
      }
    } catch (IOException e) {
      System.err.println("pawl drill: " + scratch.home() + " could not be deleted: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Goes on unless the run is being stopped: what failed then failed for that.
   *
   * @throws InterruptedException if it is
   */
  void proceed() throws InterruptedException {
    if (stopping) {
      throw new InterruptedException("stopped");
    }
  }

  /** The run writes nothing more. */
  @Override
  public void close() {
    idle.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is at work
    }
  }
}
