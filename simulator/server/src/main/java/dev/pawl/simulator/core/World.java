package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Strays;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.operation.Service;

/**
 * What all simulated services share.
 *
 * @param clock the time
 * @param ledger the record of what was committed
 * @param faults the faults to come
 * @param availability which services are away
 */
public record World(
    VirtualClock clock, Ledger ledger, FaultPlan faults, Availability availability) {
  /** Returns a fresh world at the present time. */
  public static World fresh(long seed) {
    VirtualClock clock = new VirtualClock();
    return new World(clock, new Ledger(clock), new FaultPlan(clock, seed), new Availability());
  }

  /** Returns who enters the requests to a service that no endpoint takes into the ledger. */
  public Strays strays(Service service) {
    return new StrayEntries(ledger, service);
  }

  Guard guard(Service service) {
    return new Guard(this, service);
  }
}
