package dev.pawl.simulator.core.exchange;

/** Who is told of the requests that no endpoint takes. Implementations are thread-safe. */
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
}
