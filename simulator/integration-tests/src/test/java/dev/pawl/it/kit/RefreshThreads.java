package dev.pawl.it.kit;

/** The threads of this JVM that spend and save; a manager that is closed does not wait for them. */
public final class RefreshThreads {
  private static final long TIMEOUT_MILLIS = 30_000;

  private RefreshThreads() {}

  /** Waits for the end of each, so that nobody writes into a directory that is to be deleted. */
  public static void join() {
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("pawl-refresh")) {
          thread.join(TIMEOUT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
