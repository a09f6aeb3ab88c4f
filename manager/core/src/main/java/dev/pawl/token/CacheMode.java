package dev.pawl.token;

/** Whether a manager uses the shared cache that its state directory records. */
public enum CacheMode {
  /**
   * Follow the record; a fresh directory gets what {@code TokenManager.Builder.expectedProfiles}
   * and the settings ask for.
   */
  SHARED,
  /**
   * As {@link #SHARED}, but of a Chronicle Map only the slots that other processes have claimed:
   * for a process that lives for one call. Needs neither its jars nor its JVM flags.
   */
  EXISTING_SLOTS,
  /** Work from the store alone. */
  NONE
}
