package dev.pawl.cache.slot;

/**
 * The InternalErrors that HotSpot throws, later, in a thread whose access to mapped memory faulted.
 */
public final class MemoryFaults {
  /** Above what C2 unrolls into single allocations (MultiArrayExpandLimit, 6). */
  private static final int ROWS = 8;

  private MemoryFaults() {}

  /**
   * Throws one that is pending here instead of somewhere later. HotSpot raises it when the thread
   * next comes back from the virtual machine to Java code: after a native method on newer JDKs; on
   * JDK 17 only after a runtime call, and a multi-dimensional array is one in the interpreter and
   * both compilers.
   */
  @SuppressWarnings("UnusedVariable")
  public static void surface() {
    byte[][] made = new byte[ROWS][0];
    Thread.holdsLock(MemoryFaults.class);
  }
}
