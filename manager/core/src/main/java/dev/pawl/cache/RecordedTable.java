package dev.pawl.cache;

import dev.pawl.cache.table.ChronicleTable;
import dev.pawl.cache.table.Geometry;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.cache.table.SharedCache;
import dev.pawl.directory.StateFormat;
import dev.pawl.token.CacheMode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The table that a state directory's record asks for, and who may do what with it: a mapped table
 * is made by whoever finds none; a Chronicle Map only by somebody who has something to publish or
 * no slot, in a JVM that has its jars and flags. Immutable.
 *
 * @param format the record
 * @param mode what the application wants
 * @param place where it lies
 */
public record RecordedTable(StateFormat format, CacheMode mode, CachePlace place) {
  private static final Logger LOG = System.getLogger(RecordedTable.class.getName());
  private static final Duration LOADING = Duration.ofSeconds(5);

  /** What was complained of already: one line is enough for a JVM. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  /** The table in {@code file}, to look at; an unknown engine is refused by the token manager. */
  public static SharedCache look(StateFormat format, Path file) throws IOException {
    return format.engine().equals(StateFormat.CHRONICLE)
        ? ChronicleTable.open(file)
        : MappedTable.open(file);
  }

  /** Whether there is to be a table at all. */
  boolean isWanted() {
    return mode != CacheMode.NONE
        && (isMapped()
            || (isChronicle() && (mode == CacheMode.EXISTING_SLOTS || isChronicleUsable())));
  }

  private boolean isMapped() {
    return format.engine().equals(StateFormat.MAPPED);
  }

  private boolean isChronicle() {
    return format.engine().equals(StateFormat.CHRONICLE);
  }

  private static boolean isChronicleUsable() {
    String problem = ChronicleTable.problem();
    if (problem != null && SAID.add(problem)) {
      LOG.log(Level.WARNING, "going on without the shared cache: {0}", problem);
    }
    return problem == null;
  }

  /**
   * The table as it is at {@code file}; null if it has to be made first, or made anew. Needs no
   * lock.
   *
   * @throws IOException if others may have touched it
   */
  @Nullable SharedCache open(Path file) throws IOException {
    CachePlace.require(file);
    if (isMapped()) {
      return openMapped(file);
    }
    try {
      return ChronicleTable.open(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the next to publish replaces the cache: {0}", e.getMessage());
      return null;
    }
  }

  private static @Nullable SharedCache openMapped(Path file) {
    try {
      return MappedTable.open(file);
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether a mere reader makes the table too. */
  boolean isMadeByReaders() {
    return isMapped();
  }

  /** Whether this process makes tables and claims slots. */
  boolean isGrowing() {
    return isMapped() || mode == CacheMode.SHARED;
  }

  /**
   * Whether a slot of {@code table} may be claimed out of turn, by somebody who has nothing new to
   * publish: a key or a token without an end never brings news, and its slot may have gone with the
   * table that it lay in. A mapped table that is not there cannot be made just now.
   */
  boolean isClaimable(@Nullable SharedCache table) {
    return isGrowing() && (isMapped() ? table != null : ChronicleTable.isReady());
  }

  /** Begins to load what a claim needs. */
  void warmUp() {
    if (isChronicle() && isGrowing()) {
      ChronicleTable.warmUp();
    }
  }

  /** Waits for what a claim needs; before the table lock is taken. */
  void awaitReady() throws IOException {
    if (isChronicle()) {
      ChronicleTable.awaitReady(LOADING);
    }
  }

  /** The table, made if need be. The caller holds the table lock. */
  SharedCache openOrCreate(Path file) throws IOException {
    Geometry geometry = new Geometry(format.profiles(), format.slotBytes());
    return isMapped()
        ? MappedTable.openOrCreate(file, geometry)
        : ChronicleTable.openOrCreate(file, geometry);
  }
}
