package dev.pawl.fleets;

/** The threads of this JVM that spend and save; a manager that is closed does not wait for them. */
final class RefreshThreads {
  private static final long TIMEOUT_MILLIS = 20_000;

  private RefreshThreads() {}

  /** Waits for the end of each, as the end of a process would. */
  static void join() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("pawl-refresh")) {
        thread.join(TIMEOUT_MILLIS);
      }
    }
  }
}
