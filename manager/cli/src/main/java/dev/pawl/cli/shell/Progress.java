package dev.pawl.cli.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One line to people who have waited for two seconds, that they are not waiting for nothing. */
public final class Progress implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 2;

  private final CountDownLatch done = new CountDownLatch(1);

  private final Shell shell;
  private final String text;

  /** Will say {@code text} once it has begun and two seconds have passed, unless closed before. */
  public Progress(Shell shell, String text) {
    this.shell = shell;
    this.text = text;
  }

  /** Begins to wait, if anybody wants to hear of it. */
  public void begin(boolean wanted) {
    if (wanted) {
      Thread thread = new Thread(this::watch, "pawl-progress");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch() {
    try {
      if (!done.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        shell.say(text + " ...");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
