package dev.pawl.benchmarks.contention.child;

import java.io.IOException;

/** One way to have a usable token in many processes at once. Thread-safe. */
interface Contender extends AutoCloseable {
  /**
   * Returns when a usable token is at hand, whoever refreshed it.
   *
   * @throws IOException if there is none
   */
  void token() throws IOException;

  @Override
  default void close() throws IOException {}
}
