package dev.pawl.it.kit;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The threads of this JVM that spend and save; neither a manager that is closed nor a command that
 * ran in this JVM waits for them. Registered for every test, so that nobody writes into a directory
 * that is being deleted.
 */
public final class RefreshThreads implements AfterEachCallback {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  /* Those of a test that runs beside this one may take long, and write elsewhere. */
  private static final Duration AFTER_A_TEST = Duration.ofSeconds(3);

  @Override
  public void afterEach(ExtensionContext context) {
    join(AFTER_A_TEST);
  }

  /** Waits for the end of each. */
  public static void join() {
    join(TIMEOUT);
  }

  private static void join(Duration limit) {
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("pawl-refresh")) {
          thread.join(limit.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
