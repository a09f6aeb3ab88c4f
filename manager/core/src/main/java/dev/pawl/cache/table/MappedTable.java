package dev.pawl.cache.table;

import dev.pawl.cache.slot.IndexSearch;
import dev.pawl.cache.slot.MemoryFaults;
import dev.pawl.cache.slot.SlotFormat;
import dev.pawl.cache.slot.SlotIndex;
import dev.pawl.cache.slot.TokenSlot;
import java.io.IOException;
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
  private final TableFile file;
  private final TableHeader header;
  private final ByteBuffer memory;
  private final SlotIndex index;
  private volatile boolean closed;

  private MappedTable(TableFile file) {
    this.file = file;
    this.memory = file.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.header = TableHeader.decode(memory);
    this.index = new SlotIndex(memory, TableHeader.BYTES, header.places(), new Numbered());
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
    String problem;
    try {
      ByteBuffer memory = file.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
      problem = TableHeader.problem(memory, memory.capacity());
      MappedTable table = problem == null ? new MappedTable(file) : null;
      MemoryFaults.surface();
      if (table != null) {
        return table;
      }
    } catch (InternalError e) {
      problem = "truncated while being opened";
    }
    file.close();
    throw new DamagedTableException(path, String.valueOf(problem));
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
    if (geometry.profiles() > Geometry.MAX_MAPPED) {
      throw new IOException(
          "a mapped table has at most " + Geometry.MAX_MAPPED + " profiles: lower cache.profiles");
    }
    TableHeader header = TableHeader.of(geometry, new SecureRandom().nextLong());
    TableFile.create(path, header.encode(), header.fileBytes());
    return open(path);
  }

  @Override
  public Geometry geometry() {
    return new Geometry(header.profiles(), header.slotBytes() - SlotFormat.VALUE);
  }

  @Override
  public long epoch() {
    return header.epoch();
  }

  @Override
  public int used() {
    try {
      int used = index.used();
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
      long number = closed ? 0 : index.find(name);
      TokenSlot slot = number > 0 ? new TokenSlot(name, slot(number)) : null;
      MemoryFaults.surface();
      return slot;
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
      long number = index.find(name);
      if (number < 0 || !isIndexSound()) {
        throw new DamagedTableException(file.path(), "its index is broken");
      }
      TokenSlot slot = new TokenSlot(name, slot(number == 0 ? take(name) : number));
      MemoryFaults.surface();
      return slot;
    } catch (InternalError e) {
      throw new IOException("the cache table " + file.path() + " was truncated", e);
    }
  }

  /** Gives the next slot to {@code name}; returns its number. */
  private long take(byte[] name) throws IOException {
    long slot = used();
    if (slot >= header.profiles()) {
      throw new TableFullException(
          "the cache table "
              + file.path()
              + " has room for "
              + header.profiles()
              + " profiles and all are taken: raise cache.profiles and remove the file");
    }
    file.write(SlotFormat.blank(name, header.slotBytes()), header.slotOffset((int) slot));
    index.put(name, slot + 1);
    return slot + 1;
  }

  private ByteBuffer slot(long number) {
    int offset = header.slotOffset((int) number - 1);
    return memory.slice(offset, header.slotBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the n entries speak of the slots 1 to n, each once. Only under the table lock. */
  private boolean isIndexSound() {
    try {
      boolean[] seen = new boolean[header.profiles() + 1];
      long highest = 0;
      for (long number : index.references()) {
        if (number > header.profiles() || seen[(int) number]) {
          return false;
        }
        seen[(int) number] = true;
        highest = Math.max(highest, number);
      }
      return highest == used(); // which surfaces faults
    } catch (InternalError e) {
      return false;
    }
  }

  @Override
  public boolean isRetired() {
    return closed;
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

  /** Slots in a row, counted from 1. */
  private final class Numbered implements IndexSearch.Slots {
    @Override
    public boolean isPossible(long number) {
      return header.isSlot(number);
    }

    @Override
    public boolean isNamed(long number, byte[] name) {
      return SlotFormat.isNamed(slot(number), name);
    }
  }
}
