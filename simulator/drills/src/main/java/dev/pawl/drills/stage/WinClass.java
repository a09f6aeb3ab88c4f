package dev.pawl.drills.stage;

/** What can be won in a drill under a rotation policy; best first. */
public enum WinClass {
  /** Every request is served; no person is needed. */
  WINNABLE,
  /** Requests may be refused for a while, honestly; no person is needed. */
  DEGRADED,
  /** One login of a person, whatever the number of processes. */
  LOGIN_ONCE;

  /** Tells whether this is worse than a promise. */
  public boolean isWorseThan(WinClass promise) {
    return compareTo(promise) > 0;
  }
}
