package dev.pawl.cache.slot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An index of open addressing in mapped memory, from profile names to places of slots; drawn in
 * docs/formats.md. Entries are never removed. Readers need no lock, writers hold the table lock.
 */
public final class SlotIndex implements IndexSearch.Entries {
  /** What a broken index answers. */
  public static final long BROKEN = -1;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer memory;
  private final int start;
  private final int places;
  private final IndexSearch.Slots slots;

  public SlotIndex(ByteBuffer memory, int start, int places, IndexSearch.Slots slots) {
    this.memory = memory;
    this.start = start;
    this.places = places;
    this.slots = slots;
  }

  /** The reference of {@code name}; 0 if it has none, {@link #BROKEN} if the index is broken. */
  public long find(byte[] name) {
    int place = place(name);
    return place < 0 ? BROKEN : IndexSearch.reference(entry(place));
  }

  /** Gives a new {@code name} its reference; whoever finds the entry finds a whole slot. */
  public void put(byte[] name, long reference) {
    LONG.setRelease(memory, offset(place(name)), IndexSearch.entry(name, reference));
  }

  /** How many names have a reference. */
  public int used() {
    int used = 0;
    for (int place = 0; place < places; place++) {
      used += entry(place) == 0 ? 0 : 1;
    }
    return used;
  }

  /** All references, of the places one after another. */
  public long[] references() {
    long[] found = new long[places];
    int used = 0;
    for (int place = 0; place < places; place++) {
      long reference = IndexSearch.reference(entry(place));
      if (reference != 0) {
        found[used++] = reference;
      }
    }
    return Arrays.copyOf(found, used);
  }

  private int place(byte[] name) {
    return IndexSearch.place(name, places, this, slots);
  }

  @Override
  public long entry(int place) {
    return (long) LONG.getAcquire(memory, offset(place));
  }

  private int offset(int place) {
    return start + place * Long.BYTES;
  }
}
