package dev.pawl.simulator.cut;

import java.net.URI;

/**
 * The cut ports of a simulator.
 *
 * @param issuer the one before the authorization server
 * @param api the one before the API
 */
public record Cuts(Cut issuer, Cut api) implements AutoCloseable {
  /**
   * Opens both.
   *
   * @param issuer address of the authorization server
   * @param api address of the API
   * @param port the port before the authorization server; the API gets the next one. 0 takes free
   *     ports.
   */
  public static Cuts before(URI issuer, URI api, int port) {
    Cut first = Cut.before(issuer, port);
    try {
      return new Cuts(first, Cut.before(api, port == 0 ? 0 : port + 1));
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /** Takes all rules away, lets all go on that hang, and tears all connections down. */
  public void reset() {
    for (Cut cut : new Cut[] {issuer, api}) {
      cut.clear();
      cut.release();
      cut.drop();
    }
  }

  @Override
  public void close() {
    issuer.close();
    api.close();
  }
}
