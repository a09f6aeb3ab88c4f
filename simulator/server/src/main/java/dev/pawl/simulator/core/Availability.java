package dev.pawl.simulator.core;

import dev.pawl.simulator.core.operation.Service;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which services are away behind a gateway that still answers: each of their requests gets 503 and
 * commits nothing. No list of faults has to do with it. Thread-safe.
 */
public final class Availability {
  private final Set<Service> away = ConcurrentHashMap.newKeySet();

  /** Takes a service away, until it is brought {@link #back}. */
  public void away(Service service) {
    away.add(service);
  }

  /** Brings a service back. */
  public void back(Service service) {
    away.remove(service);
  }

  /** Tells whether a service is away. */
  public boolean isAway(Service service) {
    return away.contains(service);
  }

  @Override
  public String toString() {
    return "Availability[away=" + away.stream().map(Service::name).sorted().toList() + "]";
  }
}
