package dev.pawl.credentials;

import dev.pawl.refresh.PendingSave;

/**
 * The logins that this process has and that are not saved yet: the process is not to end before
 * they are, since nobody else may have them. Thread-safe.
 */
public final class UnsavedLogins {
  private UnsavedLogins() {}

  /** Whether there is none. */
  public static boolean areNone() {
    return PendingSave.isNone();
  }

  /**
   * Waits until each is saved, or left where another process finds it.
   *
   * @param millis how long at most
   * @return whether there is none now
   * @throws InterruptedException if the caller is interrupted
   */
  public static boolean await(long millis) throws InterruptedException {
    return PendingSave.awaitNone(millis);
  }
}
