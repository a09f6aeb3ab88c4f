package dev.pawl;

import dev.pawl.cache.ChronicleTable;
import dev.pawl.cache.Geometry;
import dev.pawl.cache.MappedTable;
import dev.pawl.cache.SharedCache;
import dev.pawl.store.StateFormat;
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
 * is made by whoever finds none; a Chronicle Map only by somebody who has something to publish, in
 * a JVM that has its jars and flags. Immutable.
 *
 * @param format the record
 * @param mode what the application wants
 */
record RecordedTable(StateFormat format, CacheMode mode) {
  private static final Logger LOG = System.getLogger(RecordedTable.class.getName());
  private static final Duration LOADING = Duration.ofSeconds(5);

  /** What was complained of already: one line is enough for a JVM. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  /** Whether there is to be a table at all. */
  boolean isWanted() {
    return mode != CacheMode.NONE
        && (isMapped() || (isChronicle() && (mode == CacheMode.ATTACHED || isChronicleUsable())));
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

  /** The table as it is; null if it has to be made first, or made anew. Needs no lock. */
  @Nullable SharedCache open() throws IOException {
    if (isMapped()) {
      return openMapped();
    }
    try {
      return ChronicleTable.open(file());
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the next to publish replaces the cache: {0}", e.getMessage());
      return null;
    }
  }

  private @Nullable SharedCache openMapped() {
    try {
      return MappedTable.open(file());
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
    return isMapped() || mode == CacheMode.RECORDED;
  }

  /** Whether a slot may be claimed out of turn, by somebody who has nothing new to publish. */
  boolean isClaimable() {
    return isChronicle() && isGrowing();
  }

  /** Begins to load what a claim in a Chronicle Map needs. */
  static void warmUp() {
    ChronicleTable.warmUp();
  }

  /** Whether what a claim in a Chronicle Map needs is loaded. */
  static boolean isReady() {
    return ChronicleTable.isReady();
  }

  /** Waits for what a claim needs; before the table lock is taken. */
  void awaitReady() throws IOException {
    if (isChronicle()) {
      ChronicleTable.awaitReady(LOADING);
    }
  }

  /** The table, made if need be. The caller holds the table lock. */
  SharedCache openOrCreate() throws IOException {
    Geometry geometry = new Geometry(format.profiles(), format.slotBytes());
    return isMapped()
        ? MappedTable.openOrCreate(file(), geometry)
        : ChronicleTable.openOrCreate(file(), geometry);
  }

  private Path file() {
    return Path.of(format.cache());
  }
}
