package dev.pawl.simulator;

import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.SimulatedServer.Beginning;
import dev.pawl.simulator.core.operation.Service;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** The issuers of a simulator by name, each at a path of its own below one root. */
final class Issuers {
  private final SimulatedServer first;
  private final Map<String, SimulatedServer> byPath = new LinkedHashMap<>();

  /**
   * Makes the further servers.
   *
   * @param first the server of the first issuer
   * @param firstPath its path; empty for none
   * @param further paths of the others by name
   * @param root where all of them lie, asked for when a request comes
   */
  Issuers(
      SimulatedServer first, String firstPath, Map<String, String> further, Supplier<URI> root) {
    this.first = first;
    byPath.put(firstPath, first);
    further.forEach(
        (name, path) -> {
          SimulatedServer server =
              first.another(
                  new Service(name),
                  new Beginning(first.terms(), first.consent()),
                  () -> URI.create(root.get() + path));
          if (byPath.put(path, server) != null) {
            throw new IllegalArgumentException("two issuers have the path " + path);
          }
        });
  }

  /** Returns the servers by path, the first one first. */
  Map<String, SimulatedServer> byPath() {
    return byPath;
  }

  /**
   * Returns the server of that name.
   *
   * @throws NoSuchElementException if there is none
   */
  SimulatedServer named(String name) {
    Optional<SimulatedServer> named =
        byPath.values().stream().filter(each -> each.service().name().equals(name)).findFirst();
    return named.orElseThrow(
        () ->
            new NoSuchElementException(
                "there is no issuer '"
                    + name
                    + "'; there are "
                    + byPath.values().stream().map(SimulatedServer::service).toList()));
  }

  /** Returns the servers but the first one, by name. */
  Map<String, SimulatedServer> further() {
    Map<String, SimulatedServer> named = new LinkedHashMap<>();
    byPath.values().stream()
        .filter(each -> each != first)
        .forEach(each -> named.put(each.service().name(), each));
    return named;
  }

  void reset() {
    byPath.values().forEach(SimulatedServer::reset);
  }
}
