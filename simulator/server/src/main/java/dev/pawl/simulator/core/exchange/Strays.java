package dev.pawl.simulator.core.exchange;

/** Who is told of the requests that no endpoint is asked. Implementations are thread-safe. */
public interface Strays {
  /**
   * Tells of a request for a path that nothing lies at, or by a method that nothing takes there.
   */
  void misdirected(Request request, int status);

  /**
   * Tells of a request that cannot be read.
   *
   * @param connection the remote end of the connection
   * @param status the status of the answer
   */
  void unreadable(String connection, int status);

  /** Tells of a browser's question whether a page may ask (the Fetch standard, section 3.2.2). */
  void preflight(Request request, int status);
}
