package dev.pawl.cache.table;

import dev.pawl.cache.slot.IndexSearch;
import dev.pawl.cache.slot.MemoryFaults;
import dev.pawl.cache.slot.SlotFormat;
import dev.pawl.cache.slot.SlotIndex;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.ChronicleHeader.MapFile;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The two files of a Chronicle table, mapped once in a JVM however many profiles use them: the file
 * at the recorded path with header and index, and beside it the Chronicle Map with the slots.
 */
final class ChronicleFiles {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How long Chronicle may take for one step under the table lock. */
  private static final Duration TIMEOUT = Duration.ofMillis(900);

  /** Entries that killed processes may leave without an index entry. */
  private static final int SPARE = 64;

  private static final int SELF_BOOTSTRAPPING = 12;
  private static final int LONGEST_HEAD = 1 << 16;
  private static final long REST_OF_DISK = 1 << 16;

  private static final Map<Path, ChronicleFiles> OPEN = new ConcurrentHashMap<>();

  private final TableFile file;
  private final ByteBuffer memory;
  private final ChronicleHeader header;
  private final SlotWindows slots;
  private final SlotIndex index;

  private int users; // only within OPEN.compute
  private ChronicleEngine.@Nullable Places map; // only under the table lock

  private ChronicleFiles(TableFile file, ChronicleHeader header, SlotWindows slots) {
    this.file = file;
    this.memory = file.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.header = header;
    this.slots = slots;
    this.index = new SlotIndex(memory, ChronicleHeader.BYTES, header.places(), new Placed());
  }

  /** The files at {@code path}, mapped now or already; give them back with {@link #release}. */
  static ChronicleFiles open(Path path) throws IOException {
    try {
      ChronicleFiles files =
          OPEN.compute(
              path,
              (key, old) -> {
                ChronicleFiles current = old != null && old.isCurrent() ? old : map(key);
                current.users++;
                return current;
              });
      return Objects.requireNonNull(files);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Gives them back; the last one to do so closes them. */
  void release() {
    OPEN.compute(
        file.path(),
        (path, current) -> {
          if (--users > 0) {
            return current;
          }
          file.close();
          if (map != null) {
            map.close();
          }
          return current == this ? null : current;
        });
  }

  private static ChronicleFiles map(Path path) {
    try {
      TableFile file = TableFile.open(path);
      try {
        ByteBuffer memory = file.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        String problem = ChronicleHeader.problem(memory);
        MemoryFaults.surface();
        require(path, problem);
        ChronicleHeader header = ChronicleHeader.decode(memory);
        ChronicleFiles files = new ChronicleFiles(file, header, slots(path, header));
        MemoryFaults.surface();
        return files;
      } catch (IOException e) {
        file.close();
        throw e;
      } catch (InternalError e) {
        file.close();
        throw new DamagedTableException(path, "truncated while being opened");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SlotWindows slots(Path path, ChronicleHeader header) throws IOException {
    Path file = mapPath(path, header.epoch());
    try {
      SlotWindows slots = SlotWindows.open(file, header.slotBytes());
      boolean same =
          slots.bytes() == header.map().bytes()
              && SlotWindows.checksum(slots.head(header.map().headBytes()))
                  == header.map().headChecksum();
      MemoryFaults.surface();
      require(file, same ? null : "not the Chronicle Map that it was");
      return slots;
    } catch (NoSuchFileException e) {
      throw new DamagedTableException(path, "its Chronicle Map is gone");
    }
  }

  private static void require(Path path, @Nullable String problem) throws IOException {
    if (problem != null) {
      throw new DamagedTableException(path, problem);
    }
  }

  private static Path mapPath(Path path, long epoch) {
    return path.resolveSibling(mapPrefix(path) + Long.toHexString(epoch));
  }

  private static String mapPrefix(Path path) {
    return path.getFileName() + ".map-";
  }

  /** Makes both files; the one at {@code path} appears last, whole. Under the table lock. */
  static void create(Path path, Geometry geometry) throws IOException {
    long epoch = new SecureRandom().nextLong();
    int slotBytes = SlotFormat.bytesFor(geometry.valueBytes());
    Path file = mapPath(path, epoch);
    requireSpace(path, slotBytes);
    for (Path abandoned : maps(path)) {
      Files.delete(abandoned);
    }
    TableFile.createEmpty(file);
    ChronicleEngine.find().open(file, geometry.profiles() + SPARE, slotBytes, TIMEOUT).close();
    MapFile made = describe(SlotWindows.open(file, slotBytes));
    if (made.bytes() / Long.BYTES > 0xffff_ffffL) {
      throw new IOException(
          "cache.profiles times cache.valueBytes is " + made.bytes() + " bytes; at most 32 GiB");
    }
    ChronicleHeader header = new ChronicleHeader(geometry.profiles(), slotBytes, epoch, made);
    TableFile.create(path, header.encode(), header.fileBytes());
  }

  /* Chronicle writes this part once: eight bytes of checksum, four of length, then text. */
  private static MapFile describe(SlotWindows slots) throws IOException {
    byte[] start = slots.head(SELF_BOOTSTRAPPING);
    int length =
        start.length < SELF_BOOTSTRAPPING
            ? -1
            : ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(Long.BYTES);
    if (length <= 0 || length > LONGEST_HEAD) {
      throw new DamagedTableException(slots.path(), "Chronicle Map did not finish making it");
    }
    byte[] head = slots.head(SELF_BOOTSTRAPPING + length);
    return new MapFile(slots.bytes(), head.length, SlotWindows.checksum(head));
  }

  private static void requireSpace(Path path, int slotBytes) throws IOException {
    long space = Files.getFileStore(Objects.requireNonNull(path.getParent())).getUsableSpace();
    if (space < slotBytes + REST_OF_DISK) {
      throw new IOException("no space is left for another profile in the cache table " + path);
    }
  }

  /** Renames both files away, so that a fresh table can take their place. Under the table lock. */
  static void putAside(Path path) throws IOException {
    tellOthers(path);
    TableFile.putAside(path);
    for (Path file : maps(path)) {
      Path aside = path.resolveSibling(path.getFileName() + ".map.damaged");
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static List<Path> maps(Path path) throws IOException {
    Path directory = Objects.requireNonNull(path.getParent());
    List<Path> maps = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, mapPrefix(path) + "*")) {
      found.forEach(maps::add);
    }
    return maps;
  }

  /* Whoever has the file mapped finds the word in memory at its next call. */
  private static void tellOthers(Path path) {
    try {
      TableFile file = TableFile.open(path);
      ByteBuffer memory = file.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
      if (memory.capacity() >= ChronicleHeader.BYTES && memory.getLong(0) == TableHeader.MAGIC) {
        LONG.setVolatile(memory, ChronicleHeader.RETIRED_AT, 1L);
      }
      file.close();
    } catch (IOException | InternalError e) {
      return; // a stat call tells them within a second
    }
  }

  /**
   * Gives the table up: every process finds its slots changing, and then this. The next {@link
   * ChronicleTable#openOrCreate} makes a fresh one. Under the table lock.
   */
  DamagedTableException giveUp(String why) {
    try {
      LONG.setVolatile(memory, ChronicleHeader.RETIRED_AT, 1L);
      for (long reference : index.references()) {
        if (isPossible(reference)) {
          new TokenSlot(new byte[0], slot(reference)).changing();
        }
      }
      MemoryFaults.surface();
    } catch (InternalError e) {
      return new DamagedTableException(file.path(), why + ", and it was truncated");
    }
    return new DamagedTableException(file.path(), why);
  }

  Path path() {
    return file.path();
  }

  ChronicleHeader header() {
    return header;
  }

  SlotIndex index() {
    return index;
  }

  boolean isRetired() {
    try {
      boolean retired = (long) LONG.getAcquire(memory, ChronicleHeader.RETIRED_AT) != 0;
      MemoryFaults.surface();
      return retired;
    } catch (InternalError e) {
      return true;
    }
  }

  boolean isCurrent() {
    try {
      boolean retired = isRetired();
      MemoryFaults.surface();
      return !retired && file.isCurrent() && slots.isCurrent();
    } catch (InternalError e) {
      return false;
    }
  }

  ByteBuffer slot(long reference) {
    return slots.slot(reference * Long.BYTES);
  }

  private boolean isPossible(long reference) {
    return slots.holds(reference * Long.BYTES);
  }

  /** Gives a new {@code name} its slot; returns its reference. Under the table lock. */
  long place(byte[] name) throws IOException {
    long used = memory.getLong(ChronicleHeader.USED_AT);
    if (used >= header.profiles()) {
      throw new TableFullException(
          "the cache table "
              + file.path()
              + " has room for "
              + header.profiles()
              + " profiles and all are taken: raise cache.profiles (or expectedProfiles) and"
              + " remove the file and format.json; profiles that are in it go on");
    }
    requireSpace(file.path(), header.slotBytes());
    long reference = offset(name) / Long.BYTES;
    if (!isPossible(reference)) {
      throw giveUp("its Chronicle Map names a place outside its file");
    }
    ByteBuffer slot = slot(reference);
    if (!SlotFormat.isNamed(slot, name)) {
      slot.put(SlotFormat.NAME, name).putInt(SlotFormat.NAME_LENGTH, name.length);
    }
    index.put(name, reference);
    LONG.setVolatile(memory, ChronicleHeader.USED_AT, used + 1);
    return reference;
  }

  private long offset(byte[] name) throws IOException {
    byte[] key = Fingerprint.sha256(new String(name, StandardCharsets.UTF_8));
    try {
      if (map == null) {
        map =
            ChronicleEngine.find()
                .open(slots.path(), header.profiles() + SPARE, header.slotBytes(), TIMEOUT);
      }
      return map.offset(key, TIMEOUT);
    } catch (IOException e) {
      throw giveUp(String.valueOf(e.getMessage()));
    }
  }

  /** Slots at any place of the map's file; a reference counts words of 8 bytes. */
  private final class Placed implements IndexSearch.Slots {
    @Override
    public boolean isPossible(long reference) {
      return ChronicleFiles.this.isPossible(reference);
    }

    @Override
    public boolean isNamed(long reference, byte[] name) {
      return SlotFormat.isNamed(slot(reference), name);
    }
  }
}
