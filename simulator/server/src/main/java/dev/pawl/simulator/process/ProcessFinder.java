package dev.pawl.simulator.process;

import java.net.InetSocketAddress;

/** Finds the process behind a connection. Implementations are thread-safe. */
@FunctionalInterface
public interface ProcessFinder {
  /** Knows nobody. */
  ProcessFinder NONE = (client, server) -> 0;

  /**
   * Returns the number of the process that opened a connection; 0 if it is not known.
   *
   * @param client the address and port at the process's end
   * @param server the address and port at this end
   */
  long pid(InetSocketAddress client, InetSocketAddress server);
}
