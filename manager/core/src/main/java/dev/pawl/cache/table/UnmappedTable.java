package dev.pawl.cache.table;

import dev.pawl.cache.slot.IndexSearch;
import dev.pawl.cache.slot.SlotFormat;
import dev.pawl.cache.slot.TokenSlot;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A mapped table, read by system calls: for a process that lives for one look, to which mapping the
 * file costs more than everything else it does. Not thread-safe.
 */
public final class UnmappedTable implements AutoCloseable, IndexSearch.Entries, IndexSearch.Slots {
  /*
   * Memory order. The kernel copies out of the very pages that others have mapped, as loads of this
   * thread; so the rules of TokenSlot hold with the copies in place of the loads and a fence behind
   * each. Only that a word may be copied byte by byte, in the middle of a store. Of the sequence,
   * which grows by one or two, such a copy is odd, or smaller than it was, or too big by 65,280 at
   * least: not what the second copy says. An entry is stored once, over 0: such a copy of it has
   * another hash, or leads to a slot of another name, or is 0.
   */
  private final RandomAccessFile file;
  private final TableHeader header;

  private UnmappedTable(RandomAccessFile file, TableHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Opens the table at {@code path}. Needs no lock.
   *
   * @throws NoSuchFileException if there is none
   * @throws DamagedTableException if what is there cannot be used
   * @throws IOException if it cannot be opened or read
   */
  public static UnmappedTable open(Path path) throws IOException {
    long size = PrivateFile.size(path);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      ByteBuffer head = ByteBuffer.wrap(bytes(file, 0, TableHeader.BYTES));
      head.order(ByteOrder.LITTLE_ENDIAN);
      String problem = TableHeader.problem(head, size);
      if (problem != null) {
        throw new DamagedTableException(path, problem);
      }
      return new UnmappedTable(file, TableHeader.decode(head));
    } catch (EOFException e) {
      file.close();
      throw new DamagedTableException(path, "truncated while being opened");
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * What was published last for {@code profile}; null if nothing was, if it is being changed, or if
   * it cannot be read: then ask the store.
   *
   * @throws IllegalArgumentException if the name has more than 128 bytes in UTF-8
   */
  public TokenSlot.@Nullable Reading read(String profile) {
    byte[] name = SlotFormat.name(profile);
    try {
      int place = IndexSearch.place(name, header.places(), this, this);
      long number = place < 0 ? 0 : IndexSearch.reference(entry(place));
      return number == 0 ? null : copy(name, offset(number));
    } catch (IOException | UncheckedIOException e) {
      return null; // truncated since, or a disk that cannot be read
    }
  }

  private TokenSlot.@Nullable Reading copy(byte[] name, int slot) throws IOException {
    long before = word(slot + SlotFormat.SEQUENCE);
    if (before == 0 || SlotFormat.isChanging(before)) {
      return null;
    }
    ByteBuffer copy = ByteBuffer.wrap(bytes(file, slot, header.slotBytes()));
    VarHandle.acquireFence();
    if (before != word(slot + SlotFormat.SEQUENCE)) {
      return null;
    }
    copy.order(ByteOrder.LITTLE_ENDIAN);
    byte[] record = SlotFormat.record(copy, header.slotBytes() - SlotFormat.VALUE);
    int checksum = copy.getInt(SlotFormat.CHECKSUM);
    return TokenSlot.Reading.of(before, SlotFormat.published(name, before, checksum, record));
  }

  @Override
  public long entry(int place) {
    try {
      return word(header.placeOffset(place));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isPossible(long number) {
    return header.isSlot(number);
  }

  @Override
  public boolean isNamed(long number, byte[] name) {
    try {
      ByteBuffer head = ByteBuffer.wrap(bytes(file, offset(number), SlotFormat.VALUE));
      return SlotFormat.isNamed(head.order(ByteOrder.LITTLE_ENDIAN), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int offset(long number) {
    return header.slotOffset((int) number - 1);
  }

  private long word(int offset) throws IOException {
    ByteBuffer word = ByteBuffer.wrap(bytes(file, offset, Long.BYTES));
    VarHandle.acquireFence();
    return word.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
  }

  private static byte[] bytes(RandomAccessFile file, int offset, int count) throws IOException {
    byte[] bytes = new byte[count];
    file.seek(offset);
    file.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
