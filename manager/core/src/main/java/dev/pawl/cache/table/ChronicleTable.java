package dev.pawl.cache.table;

import dev.pawl.cache.slot.MemoryFaults;
import dev.pawl.cache.slot.SlotFormat;
import dev.pawl.cache.slot.TokenSlot;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A table of any number of slots that are the values of a Chronicle Map.
 *
 * <p>Chronicle is asked once for each profile of a machine, under the table lock and with a
 * deadline, where the profile's slot lies. An index beside the map keeps the answer, so that all
 * who come later, and all that is read and published, need neither Chronicle nor its jars nor its
 * JVM flags. The memory is mapped by us and lives as long as its slots: no access ends the JVM,
 * neither after {@link #close()} nor when a file is truncated.
 */
public final class ChronicleTable implements SharedCache {
  private final ChronicleFiles files;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ChronicleTable(ChronicleFiles files) {
    this.files = files;
  }

  /** Why this JVM cannot make a table or claim a slot, with the remedy; null if it can. */
  public static @Nullable String problem() {
    return ChronicleEngine.find().problem();
  }

  /** The options that a JVM needs to make a table or claim a slot. */
  public static List<String> flags() {
    return ChronicleEngine.find().flags();
  }

  /** Begins to load what a first claim needs, in the background; once in a JVM. */
  public static void warmUp() {
    ChronicleEngine.find().warmUp();
  }

  /** Whether what {@link #warmUp} loads is there. */
  public static boolean isReady() {
    return ChronicleEngine.find().isReady();
  }

  /**
   * Waits until what {@link #warmUp} loads is there; to be called before the table lock is taken.
   *
   * @throws IOException if it is not there in time, or Chronicle does not work here
   */
  public static void awaitReady(Duration waitTimeout) throws IOException {
    ChronicleEngine.find().awaitReady(waitTimeout);
  }

  /**
   * Opens the table at {@code path}. Needs no lock and nothing of Chronicle.
   *
   * @throws NoSuchFileException if there is none
   * @throws DamagedTableException if what is there cannot be used
   * @throws IOException if it cannot be opened or mapped
   */
  public static ChronicleTable open(Path path) throws IOException {
    return new ChronicleTable(ChronicleFiles.open(path));
  }

  /**
   * Opens the table at {@code path}; makes one if there is none; if what is there cannot be used,
   * renames it to the same name with {@code .damaged} behind it, and its map likewise, and makes a
   * fresh one with another epoch. The caller holds the table lock.
   *
   * @param geometry of a table that has to be made; an existing one keeps its own
   * @throws IOException if it cannot be made, or what is there cannot be renamed
   */
  public static ChronicleTable openOrCreate(Path path, Geometry geometry) throws IOException {
    try {
      return open(path);
    } catch (NoSuchFileException e) {
      // the first one here
    } catch (DamagedTableException e) {
      ChronicleFiles.putAside(path);
    }
    ChronicleFiles.create(path, geometry);
    return open(path);
  }

  @Override
  public Geometry geometry() {
    ChronicleHeader header = files.header();
    return new Geometry(header.profiles(), header.slotBytes() - SlotFormat.VALUE);
  }

  @Override
  public long epoch() {
    return files.header().epoch();
  }

  @Override
  public int used() {
    try {
      int used = files.index().used();
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
      long reference = closed.get() ? 0 : files.index().find(name);
      TokenSlot slot = reference > 0 ? new TokenSlot(name, files.slot(reference)) : null;
      MemoryFaults.surface();
      return slot;
    } catch (InternalError e) {
      return null;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws DamagedTableException if the table was given up: {@link #openOrCreate} replaces it
   * @throws IllegalArgumentException if the name has more than 128 bytes in UTF-8
   */
  @Override
  public TokenSlot claim(String profile) throws IOException {
    byte[] name = SlotFormat.name(profile);
    if (closed.get() || !isCurrent()) {
      throw new IOException("the cache table " + files.path() + " was closed or replaced");
    }
    try {
      long reference = files.index().find(name);
      if (reference < 0) {
        throw files.giveUp("its index is broken");
      }
      long place = reference == 0 ? files.place(name) : reference;
      TokenSlot slot = new TokenSlot(name, files.slot(place));
      MemoryFaults.surface();
      return slot;
    } catch (InternalError e) {
      throw new IOException("the cache table " + files.path() + " was truncated", e);
    }
  }

  @Override
  public boolean isRetired() {
    return closed.get() || files.isRetired();
  }

  @Override
  public boolean isCurrent() {
    return !closed.get() && files.isCurrent();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      files.release();
    }
  }
}
