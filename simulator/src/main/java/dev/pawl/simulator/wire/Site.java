package dev.pawl.simulator.wire;

import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.fault.FaultPlan;
import java.time.InstantSource;
import java.util.Map;

/**
 * What one listener serves.
 *
 * @param routes endpoints by path; a path that ends in {@code /*} stands for all below it
 * @param clock the time of the {@code Date} header
 * @param faults where hanging answers wait
 */
public record Site(Map<String, Endpoint> routes, InstantSource clock, FaultPlan faults) {
  /** Copies the routes. */
  public Site {
    routes = Map.copyOf(routes);
  }
}
