package dev.pawl.cache.chronicle;

import dev.pawl.cache.table.ChronicleEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapAbsentEntry;
import net.openhft.chronicle.map.MapEntry;
import org.jspecify.annotations.Nullable;

/**
 * A Chronicle Map of fixed-size entries in one file, asked for one thing only: where in the file
 * the value of a key lies.
 *
 * <p>Whoever calls holds the table lock, so a lock of Chronicle's that is held was left behind by a
 * dead process. Entries are inserted and looked up in a query context with one attempt at the lock;
 * nothing is ever put, removed, iterated or recovered, and no value is read or written through
 * Chronicle. What was learnt here stays true after {@link #close()}.
 */
final class EntryMap implements ChronicleEngine.Places {
  /** How long each key is. */
  static final int KEY_BYTES = 32;

  /** The key, its length and what aligns the value. */
  private static final int FRAME_BYTES = 64;

  final ChronicleMap<byte[], byte[]> map;
  private final byte[] blank;

  private EntryMap(ChronicleMap<byte[], byte[]> map, int valueBytes) {
    this.map = map;
    this.blank = new byte[valueBytes];
  }

  /**
   * Opens the map in {@code file}; makes it if the file is empty.
   *
   * @param entries how many it has room for
   * @param valueBytes of each, a multiple of 64
   * @throws StuckException if that takes longer than {@code waitTimeout}
   */
  static EntryMap open(Path file, int entries, int valueBytes, Duration waitTimeout)
      throws IOException {
    return ChronicleThread.run(() -> open(file.toFile(), entries, valueBytes), waitTimeout);
  }

  private static EntryMap open(File file, int entries, int valueBytes) throws IOException {
    return new EntryMap(builder(entries, valueBytes).createPersistedTo(file), valueBytes);
  }

  /* One segment: under one lock there is nothing to share out, and its room is exact. */
  private static ChronicleMapBuilder<byte[], byte[]> builder(int entries, int valueBytes) {
    return ChronicleMapBuilder.of(byte[].class, byte[].class)
        .name("pawl")
        .averageKeySize(
            KEY_BYTES) // were it constant, Chronicle would make each entry twice as long
        .constantValueSizeBySample(new byte[valueBytes])
        .entryAndValueOffsetAlignment(Long.BYTES)
        .actualChunkSize(valueBytes + FRAME_BYTES)
        .maxChunksPerEntry(1)
        .entries(entries)
        .entriesPerSegment(entries)
        .actualSegments(1)
        .allowSegmentTiering(false)
        .checksumEntries(false)
        .sparseFile(true)
        .skipCloseOnExitHook(true);
  }

  @Override
  public long offset(byte[] key, Duration waitTimeout) throws IOException {
    return ChronicleThread.run(() -> offset(key), waitTimeout);
  }

  private long offset(byte[] key) throws IOException {
    try (ExternalMapQueryContext<byte[], byte[], ?> context = map.queryContext(key)) {
      if (!context.writeLock().tryLock()) {
        throw new StuckException("a dead process holds the lock of " + map.file());
      }
      MapAbsentEntry<byte[], byte[]> absent = context.absentEntry();
      if (absent != null) {
        context.insert(absent, context.wrapValueAsData(blank));
      }
      return offset(context.entry());
    }
  }

  private long offset(@Nullable MapEntry<byte[], byte[]> entry) {
    Data<byte[]> value = Objects.requireNonNull(entry).value();
    long address = ((BytesStore<?, ?>) value.bytes()).addressForRead(value.offset());
    return address - ((VanillaChronicleHash<?, ?, ?, ?>) map).bsAddress();
  }

  /** Loads what a first use needs, with a file that is gone again at once. */
  static void warmUp() throws IOException {
    Path file = Files.createTempFile("pawl-", ".warm-up");
    try (EntryMap map = open(file.toFile(), 2, 64)) {
      Files.delete(file);
      long unused = map.offset(new byte[KEY_BYTES]);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() {
    map.close();
  }
}
