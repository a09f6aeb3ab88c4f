package dev.pawl.cache.slot;

/** How a profile's place in an index is found, wherever the index is read from. */
public final class IndexSearch {
  private static final long REFERENCE = 0xffff_ffffL;

  private IndexSearch() {}

  /** An index as it is read: whoever sees an entry sees all that was written before it. */
  public interface Entries {
    /** The entry at {@code place}; 0 if it is free. */
    long entry(int place);
  }

  /** What a reference means: 32 bits, never 0. */
  public interface Slots {
    /** Whether a slot may stand there. */
    boolean isPossible(long reference);

    /** Whether the slot there was made for {@code name}. */
    boolean isNamed(long reference, byte[] name);
  }

  /** How many places serve {@code profiles}: a power of two, at most half of them ever taken. */
  public static int placesFor(int profiles) {
    return Math.max(2, Integer.highestOneBit(2 * profiles - 1) << 1);
  }

  /** An entry for {@code name}. */
  public static long entry(byte[] name, long reference) {
    return (long) SlotFormat.hash(name) << Integer.SIZE | reference;
  }

  /** The reference in an entry. */
  public static long reference(long entry) {
    return entry & REFERENCE;
  }

  /** The place that {@code name} has or would take; -1 if the index is broken. */
  public static int place(byte[] name, int places, Entries entries, Slots slots) {
    int hash = SlotFormat.hash(name);
    int last = places - 1;
    for (int i = 0; i <= last; i++) {
      int place = (hash + i) & last;
      long entry = entries.entry(place);
      if (entry == 0) {
        return place;
      }
      if (!slots.isPossible(reference(entry))) {
        return -1;
      }
      if ((int) (entry >>> Integer.SIZE) == hash && slots.isNamed(reference(entry), name)) {
        return place;
      }
    }
    return -1;
  }
}
