package dev.pawl.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An index of open addressing in mapped memory, from profile names to places of slots; drawn in
 * docs/formats.md. Entries are never removed. Readers need no lock, writers hold the table lock.
 */
final class SlotIndex {
  /** What a broken index answers. */
  static final long BROKEN = -1;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long REFERENCE = 0xffff_ffffL;

  private final ByteBuffer memory;
  private final int start;
  private final int places;
  private final Slots slots;

  /** What a reference means: 32 bits, never 0. */
  interface Slots {
    /** Whether a slot may stand there. */
    boolean isPossible(long reference);

    /** Whether the slot there was made for {@code name}. */
    boolean isNamed(long reference, byte[] name);
  }

  SlotIndex(ByteBuffer memory, int start, int places, Slots slots) {
    this.memory = memory;
    this.start = start;
    this.places = places;
    this.slots = slots;
  }

  /** How many places serve {@code profiles}: a power of two, at most half of them ever taken. */
  static int placesFor(int profiles) {
    return Math.max(2, Integer.highestOneBit(2 * profiles - 1) << 1);
  }

  /** The reference of {@code name}; 0 if it has none, {@link #BROKEN} if the index is broken. */
  long find(byte[] name) {
    int place = place(name);
    return place < 0 ? BROKEN : entry(place) & REFERENCE;
  }

  /** Gives a new {@code name} its reference; whoever finds the entry finds a whole slot. */
  void put(byte[] name, long reference) {
    long entry = (long) SlotFormat.hash(name) << Integer.SIZE | reference;
    LONG.setRelease(memory, offset(place(name)), entry);
  }

  /** How many names have a reference. */
  int used() {
    int used = 0;
    for (int place = 0; place < places; place++) {
      used += entry(place) == 0 ? 0 : 1;
    }
    return used;
  }

  /** All references, of the places one after another. */
  long[] references() {
    long[] found = new long[places];
    int used = 0;
    for (int place = 0; place < places; place++) {
      long reference = entry(place) & REFERENCE;
      if (reference != 0) {
        found[used++] = reference;
      }
    }
    return Arrays.copyOf(found, used);
  }

  /** The place that {@code name} has or would take; -1 if the index is broken. */
  private int place(byte[] name) {
    int hash = SlotFormat.hash(name);
    int last = places - 1;
    for (int i = 0; i <= last; i++) {
      int place = (hash + i) & last;
      long entry = entry(place);
      if (entry == 0) {
        return place;
      }
      long reference = entry & REFERENCE;
      if (!slots.isPossible(reference)) {
        return -1;
      }
      if ((int) (entry >>> Integer.SIZE) == hash && slots.isNamed(reference, name)) {
        return place;
      }
    }
    return -1;
  }

  private long entry(int place) {
    return (long) LONG.getAcquire(memory, offset(place));
  }

  private int offset(int place) {
    return start + place * Long.BYTES;
  }
}
