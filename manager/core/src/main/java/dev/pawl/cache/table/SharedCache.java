package dev.pawl.cache.table;

import dev.pawl.cache.slot.TokenSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One table of slots in mapped memory, shared by every process that opened the same file.
 *
 * <p>Speed only: whoever finds it missing, damaged or full goes on from the store. Thread-safe.
 */
public interface SharedCache extends AutoCloseable {
  /** The slot of {@code profile} if some process has claimed one; null otherwise. */
  @Nullable TokenSlot find(String profile);

  /**
   * The slot of {@code profile}, claimed if it is new. The caller holds the table lock.
   *
   * @throws IOException if the table is full (the message names the setting) or cannot be written
   */
  TokenSlot claim(String profile) throws IOException;

  /**
   * Whether the file at the path is still the one that is mapped, in full length. One stat call.
   */
  boolean isCurrent();

  /**
   * Whether it was closed here or given up for a fresh one by some process. One read of memory;
   * what it does not notice {@link #isCurrent} does.
   */
  boolean isRetired();

  /** How many profiles it has room for and how long each access token may be. */
  Geometry geometry();

  /** A random number drawn when it was made: another number is another table. */
  long epoch();

  /** How many profiles have a slot; looks at the whole index. */
  int used();

  /** Lets go of the memory; slots handed out before stay readable until they are unreachable. */
  @Override
  void close();
}
