package dev.pawl.cache.table;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * What makes the Chronicle Map of a table and finds places in it. It comes with an artifact of its
 * own, {@code dev.pawl:pawl-chronicle}, and is found by {@link ServiceLoader}, so that the manager
 * needs neither Chronicle nor its jars. Thread-safe.
 */
public interface ChronicleEngine {
  /**
   * The engine that this program has beside the manager, looked up once in a JVM; else a stand-in.
   */
  static ChronicleEngine find() {
    return Absent.Lookup.RESULT;
  }

  /** Why this JVM cannot make a table or claim a slot, with the remedy; null if it can. */
  @Nullable String problem();

  /** The options that a JVM needs to make a table or claim a slot. */
  List<String> flags();

  /** Begins to load what a first claim needs, in the background; once in a JVM. */
  void warmUp();

  /** Whether what {@link #warmUp} loads is there. */
  boolean isReady();

  /**
   * Waits until what {@link #warmUp} loads is there.
   *
   * @throws IOException if that takes longer, or fails
   */
  void awaitReady(Duration waitTimeout) throws IOException;

  /**
   * Opens the map in {@code file}; makes it if the file is empty.
   *
   * @param entries how many it has room for
   * @param valueBytes of each, a multiple of 64
   * @throws IOException if that fails, or takes longer than {@code waitTimeout}
   */
  Places open(Path file, int entries, int valueBytes, Duration waitTimeout) throws IOException;

  /** An open map, asked for one thing only. Whoever calls holds the table lock. */
  interface Places extends AutoCloseable {
    /**
     * Where in the file the value of {@code key} lies; a new one is all zeros. What was learnt here
     * stays true after {@link #close()}.
     *
     * @param key of 32 bytes
     * @throws IOException if the map is full or broken, a dead process holds its lock, or it takes
     *     longer than {@code waitTimeout}
     */
    long offset(byte[] key, Duration waitTimeout) throws IOException;

    @Override
    void close();
  }

  /** Stands where a program has no engine, and names the artifact that brings it. */
  final class Absent implements ChronicleEngine {
    private static final String PROBLEM =
        "it is a Chronicle Map; add dev.pawl:pawl-chronicle to the class path";

    private Absent() {}

    private static final class Lookup {
      static final ChronicleEngine RESULT =
          ServiceLoader.load(ChronicleEngine.class, ChronicleEngine.class.getClassLoader())
              .findFirst()
              .orElseGet(Absent::new);
    }

    @Override
    public String problem() {
      return PROBLEM;
    }

    @Override
    public List<String> flags() {
      return List.of();
    }

    @Override
    public void warmUp() {
      // nothing is loaded for an engine that is not there
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public void awaitReady(Duration waitTimeout) throws IOException {
      throw new IOException(PROBLEM);
    }

    @Override
    public Places open(Path file, int entries, int valueBytes, Duration waitTimeout)
        throws IOException {
      throw new IOException(PROBLEM);
    }
  }
}
