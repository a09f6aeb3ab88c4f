package dev.pawl.simulator.core.exchange;

/** A service behind one or more paths. Implementations are thread-safe. */
@FunctionalInterface
public interface Endpoint {
  /** Commits what the request asks for and returns what shall be seen of it. */
  Answer handle(Request request);
}
