package dev.pawl.cache;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A table of up to 1,024 slots in a mapped file.
 *
 * <p>Slots are found through an index of open addressing; a claimed slot is never given back. No
 * access ends the JVM, neither after {@link #close()} nor when the file is truncated or its disk is
 * full: such a slot reads as empty. No interrupt of one caller breaks the table for the others.
 */
public final class MappedTable implements SharedCache {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SLOT_MASK = 0xffff_ffffL;

  private final TableFile file;
  private final TableHeader header;
  private final ByteBuffer memory;
  private volatile boolean closed;

  private MappedTable(TableFile file) {
    this.file = file;
    this.memory = file.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.header = TableHeader.decode(memory);
  }

  /**
   * Opens the table at {@code path}. Needs no lock.
   *
   * @throws NoSuchFileException if there is none
   * @throws DamagedTableException if what is there cannot be used
   * @throws IOException if it cannot be opened or mapped
   */
  public static MappedTable open(Path path) throws IOException {
    TableFile file = TableFile.open(path);
    String problem = problem(file.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN));
    if (problem != null) {
      file.close();
      throw new DamagedTableException(path, problem);
    }
    return new MappedTable(file);
  }

  private static @Nullable String problem(ByteBuffer memory) {
    try {
      return TableHeader.problem(memory);
    } catch (InternalError e) {
      return "truncated while being opened";
    }
  }

  /**
   * Opens the table at {@code path}; makes one if there is none; if what is there cannot be used,
   * renames it to the same name with {@code .damaged} behind it (an older one of that name is
   * replaced) and makes a fresh one. The caller holds the table lock.
   *
   * @param geometry of a table that has to be made; an existing one keeps its own
   * @throws IOException if it cannot be made, or what is there cannot be renamed
   */
  public static MappedTable openOrCreate(Path path, Geometry geometry) throws IOException {
    try {
      MappedTable table = open(path);
      if (table.isIndexSound()) {
        return table;
      }
      table.close();
      TableFile.putAside(path);
    } catch (NoSuchFileException e) {
      // the first one here
    } catch (DamagedTableException e) {
      TableFile.putAside(path);
    }
    TableHeader header = TableHeader.of(geometry, new SecureRandom().nextLong());
    TableFile.create(path, header.encode(), header.fileBytes());
    return open(path);
  }

  /** How many profiles it has room for and how long each access token may be. */
  public Geometry geometry() {
    return new Geometry(header.profiles(), header.slotBytes() - SlotFormat.VALUE);
  }

  /** A random number drawn when the file was made: another number is another table. */
  public long epoch() {
    return header.epoch();
  }

  /** How many profiles have a slot. */
  public int used() {
    try {
      int used = 0;
      for (int place = 0; place < header.places(); place++) {
        used += entry(place) == 0 ? 0 : 1;
      }
      MemoryFaults.surface();
      return used;
    } catch (InternalError e) {
      return 0;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the name has more than 128 bytes in UTF-8
   */
  @Override
  public @Nullable TokenSlot find(String profile) {
    try {
      byte[] name = SlotFormat.name(profile);
      int place = closed ? -1 : place(name);
      long entry = place < 0 ? 0 : entry(place);
      if (entry != 0) {
        return new TokenSlot(name, slot(entry));
      }
      MemoryFaults.surface();
      return null;
    } catch (InternalError e) {
      return null;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws DamagedTableException if the table is broken inside: {@link #openOrCreate} replaces it
   * @throws IllegalArgumentException if the name has more than 128 bytes in UTF-8
   */
  @Override
  public TokenSlot claim(String profile) throws IOException {
    byte[] name = SlotFormat.name(profile);
    if (closed || !isCurrent()) {
      throw new IOException("the cache table " + file.path() + " was closed or replaced");
    }
    try {
      int place = place(name);
      if (place < 0 || !isIndexSound()) {
        throw new DamagedTableException(file.path(), "its index is broken");
      }
      long entry = entry(place);
      TokenSlot slot = new TokenSlot(name, slot(entry == 0 ? take(place, name) : entry));
      MemoryFaults.surface();
      return slot;
    } catch (InternalError e) {
      throw new IOException("the cache table " + file.path() + " was truncated", e);
    }
  }

  /** Gives the next slot to {@code name}; whoever finds the entry finds a whole slot. */
  private long take(int place, byte[] name) throws IOException {
    int slot = used();
    if (slot >= header.profiles()) {
      throw new TableFullException(
          "the cache table "
              + file.path()
              + " has room for "
              + header.profiles()
              + " profiles and all are taken: raise cache.profiles and remove the file");
    }
    file.write(SlotFormat.blank(name, header.slotBytes()), header.slotOffset(slot));
    long entry = (long) SlotFormat.hash(name) << Integer.SIZE | (slot + 1);
    LONG.setRelease(memory, header.placeOffset(place), entry);
    return entry;
  }

  /** The place in the index that {@code name} has or would take; -1 if the index is broken. */
  private int place(byte[] name) {
    int hash = SlotFormat.hash(name);
    int last = header.places() - 1;
    for (int i = 0; i <= last; i++) {
      int place = (hash + i) & last;
      long entry = entry(place);
      if (entry == 0) {
        return place;
      }
      if (!isPossible(entry)) {
        return -1;
      }
      if ((int) (entry >>> Integer.SIZE) == hash && SlotFormat.isNamed(slot(entry), name)) {
        return place;
      }
    }
    return -1;
  }

  private long entry(int place) {
    return (long) LONG.getAcquire(memory, header.placeOffset(place));
  }

  private boolean isPossible(long entry) {
    long slot = entry & SLOT_MASK;
    return slot > 0 && slot <= header.profiles();
  }

  private ByteBuffer slot(long entry) {
    int offset = header.slotOffset((int) (entry & SLOT_MASK) - 1);
    return memory.slice(offset, header.slotBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the n entries speak of the slots 1 to n, each once. Only under the table lock. */
  private boolean isIndexSound() {
    try {
      boolean[] seen = new boolean[header.profiles() + 1];
      int highest = 0;
      for (int place = 0; place < header.places(); place++) {
        long entry = entry(place);
        int slot = (int) (entry & SLOT_MASK);
        if (entry != 0 && (!isPossible(entry) || seen[slot])) {
          return false;
        }
        seen[slot] = true;
        highest = Math.max(highest, slot);
      }
      return highest == used(); // which surfaces faults
    } catch (InternalError e) {
      return false;
    }
  }

  @Override
  public boolean isCurrent() {
    try {
      MemoryFaults.surface();
      return !closed && file.isCurrent();
    } catch (InternalError e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    file.close();
  }
}
