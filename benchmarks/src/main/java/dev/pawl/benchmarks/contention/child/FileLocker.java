package dev.pawl.benchmarks.contention.child;

import java.io.IOException;

/** A lock that excludes other processes. */
interface FileLocker {
  /**
   * Takes it, waiting as long as it takes.
   *
   * @throws IOException if it gives up
   */
  Release acquire() throws IOException;

  /** Lets go. */
  interface Release {
    void close() throws IOException;
  }
}
