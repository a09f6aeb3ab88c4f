package dev.pawl.cache.slot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One profile's record in memory that many processes share, guarded by a sequence word (a seqlock).
 *
 * <p>Readers never wait for anybody and never lock. Writers hold the profile's refresh lock. Any
 * number of instances, in any number of processes, may stand over the same memory. Thread-safe for
 * readers; writers exclude each other by that lock.
 */
public final class TokenSlot {
  /*
   * Memory order. S is the sequence word, D the record and its checksum.
   *
   * Writer:  S = odd (opaque) | release fence | D (plain) | S = even (volatile, includes release)
   * Reader:  s1 = S (acquire) | copy of D (plain) | acquire fence | s2 = S (opaque)
   *
   * (1) The writer's release fence keeps "S = odd" before every store to D. A reader whose copy
   *     holds any byte of that D reads S after its own acquire fence, hence sees that odd value or
   *     a later one: s1 != s2, the copy is thrown away.
   * (2) "S = even" is a release: nobody sees it before all of D. A reader whose s1 is that value
   *     acquires all of D with it.
   * (3) S only grows, so s1 == s2 means that no store to D began in between.
   *
   * A release store of "odd" would not do for (1): it orders what comes before it, not D after it.
   * An acquire load for s2 would not do either, for the same reason in reverse. Nothing of a copy is
   * looked at before s1 == s2. The checksum spans the sequence, so that even a copy that these rules
   * let through by mistake, or memory that a foreign hand changed, is not taken for a record.
   *
   * Plain copies may tear within a word; (1) to (3) do not need them whole. S is one aligned word.
   */
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * Tries before a reader gives up: some tens of microseconds, above any undisturbed publication.
   */
  private static final int SPINS = 512;

  /** What {@link #stamp()} says of memory that is gone; odd. */
  private static final long UNREADABLE = -1;

  private final byte[] name;
  private final ByteBuffer memory;
  private final int capacity;

  /**
   * A record and the stamp that it was published under.
   *
   * @param stamp equal to {@link TokenSlot#stamp()} for as long as the record is current
   * @param record what was published
   */
  public record Reading(long stamp, SlotRecord record) {
    public static @Nullable Reading of(long stamp, @Nullable SlotRecord published) {
      return published == null ? null : new Reading(stamp, published);
    }
  }

  /** How much of a record reached the slot. */
  public enum Publication {
    /** All of it. */
    WHOLE,
    /** All but the access token, which is longer than the slot has room for. */
    WITHOUT_VALUE,
    /** Perhaps nothing: the memory behind the slot is gone (a truncated file or a full disk). */
    LOST
  }

  /**
   * The slot of {@code profile} over {@code memory}, from its position to its limit. All zeros, or
   * what another instance left, is a valid start.
   *
   * @param memory direct, its start aligned to 8 bytes; valid for as long as the slot is used
   * @throws IllegalArgumentException if the name has more than 128 bytes in UTF-8 or the memory is
   *     too small, not direct or not aligned
   */
  public TokenSlot(String profile, ByteBuffer memory) {
    this(SlotFormat.name(profile), memory);
  }

  public TokenSlot(byte[] name, ByteBuffer memory) {
    this.name = name;
    this.memory = memory.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.capacity = memory.remaining() - SlotFormat.VALUE;
    if (capacity < 0 || !memory.isDirect() || this.memory.alignmentOffset(0, Long.BYTES) != 0) {
      throw new IllegalArgumentException(
          "a slot needs at least " + SlotFormat.VALUE + " bytes of aligned direct memory");
    }
  }

  /** What it stands over. */
  public ByteBuffer memory() {
    return memory;
  }

  /** How many bytes a slot takes whose value may have {@code valueBytes}; a multiple of 64. */
  public static int bytesFor(int valueBytes) {
    return SlotFormat.bytesFor(valueBytes);
  }

  /** Whether {@code stamp} says that the profile is being changed, or that the memory is gone. */
  public static boolean isChanging(long stamp) {
    return SlotFormat.isChanging(stamp);
  }

  /**
   * The version of what the slot holds: every publication and every {@link #changing()} gives it a
   * new one, greater than all before; 0 if nothing was ever published. Stamps of different slots or
   * tables have nothing to do with each other. One acquire read, no allocation.
   *
   * <p>If somebody has truncated the file, compiled code gets an arbitrary number, and the virtual
   * machine raises an InternalError soon after, here or in the caller. {@link #read()}, {@link
   * #settle()} and {@link dev.pawl.cache.table.SharedCache#isCurrent()} swallow one that is
   * pending.
   */
  public long stamp() {
    try {
      return (long) LONG.getAcquire(memory, SlotFormat.SEQUENCE);
    } catch (InternalError e) {
      return UNREADABLE;
    }
  }

  /** Swallows the error that a {@link #stamp()} of gone memory has left pending. */
  public static void settle() {
    try {
      MemoryFaults.surface();
    } catch (InternalError e) {
      return; // what was read then is of no account: whoever calls this looks again
    }
  }

  /**
   * What was published last; null if that is nothing, if it is being changed, or if the memory is
   * damaged or gone: then ask the store. Never waits longer than some tens of microseconds.
   */
  public @Nullable Reading read() {
    try {
      Reading reading = copy();
      MemoryFaults.surface();
      return reading;
    } catch (InternalError e) {
      return null;
    }
  }

  private @Nullable Reading copy() {
    for (int i = 0; i < SPINS; i++) {
      long before = (long) LONG.getAcquire(memory, SlotFormat.SEQUENCE);
      if (before == 0) {
        return null;
      }
      if (!isChanging(before)) {
        int checksum = memory.getInt(SlotFormat.CHECKSUM);
        byte[] record = SlotFormat.record(memory, capacity);
        VarHandle.acquireFence();
        if (before == (long) LONG.getOpaque(memory, SlotFormat.SEQUENCE)) {
          return Reading.of(before, SlotFormat.published(name, before, checksum, record));
        }
      }
      Thread.onSpinWait();
    }
    return null;
  }

  /**
   * Sends every reader to the store from now on, until the next publication. A process that dies
   * after this leaves it so. The caller holds the refresh lock.
   */
  public void changing() {
    try {
      LONG.setVolatile(memory, SlotFormat.SEQUENCE, nextOdd());
      MemoryFaults.surface();
    } catch (InternalError e) {
      return; // gone memory sends readers to the store by itself
    }
  }

  /**
   * Makes {@code record} what every process reads next. Puts right whatever a dead writer left. The
   * caller holds the refresh lock.
   *
   * @return how much of it arrived; never a part of the access token
   */
  public Publication publish(SlotRecord record) {
    try {
      byte[] bytes = SlotFormat.encode(record, capacity);
      write(bytes);
      MemoryFaults.surface();
      boolean whole = record.access() == null || SlotFormat.hasValue(bytes);
      return whole ? Publication.WHOLE : Publication.WITHOUT_VALUE;
    } catch (InternalError e) {
      return Publication.LOST;
    }
  }

  /* A shorter record must not leave the end of an older token in the file. */
  private void wipe(int length) {
    int known = SlotFormat.recordBytes(memory.getInt(SlotFormat.RECORD), capacity);
    int written = known < 0 ? SlotFormat.VALUE - SlotFormat.RECORD + capacity : known;
    if (written > length) {
      memory.put(SlotFormat.RECORD + length, new byte[written - length]);
    }
  }

  private void write(byte[] record) {
    long odd = nextOdd();
    int checksum = SlotFormat.checksum(name, odd + 1, record);
    LONG.setOpaque(memory, SlotFormat.SEQUENCE, odd);
    VarHandle.releaseFence();
    wipe(record.length);
    memory.putInt(SlotFormat.CHECKSUM, checksum);
    memory.put(SlotFormat.RECORD, record);
    LONG.setVolatile(memory, SlotFormat.SEQUENCE, odd + 1);
  }

  /** From even the next odd, from odd (a dead writer's or our own) the one after it. */
  private long nextOdd() {
    return ((long) LONG.getAcquire(memory, SlotFormat.SEQUENCE) + 1) | 1;
  }
}
