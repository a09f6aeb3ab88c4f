package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Strays;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What all simulated services share.
 *
 * @param clock the time
 * @param ledger the record of what was committed
 * @param faults the faults to come
 * @param availability which services are away
 * @param services all of them; {@link #add} puts more there
 * @param timeline what is to happen at its time
 */
public record World(
    VirtualClock clock,
    Ledger ledger,
    FaultPlan faults,
    Availability availability,
    List<Service> services,
    Timeline timeline) {
  /** Returns a fresh world at the present time. */
  public static World fresh(long seed) {
    VirtualClock clock = new VirtualClock();
    return new World(
        clock,
        new Ledger(clock),
        new FaultPlan(clock, seed),
        new Availability(),
        new CopyOnWriteArrayList<>(Service.BUILT_IN),
        new Timeline(clock));
  }

  /**
   * Adds a further issuer.
   *
   * @throws IllegalArgumentException if there is a service of that name
   */
  void add(Service issuer) {
    add(issuer, Operation.ofIssuer(issuer));
  }

  /**
   * Adds a service.
   *
   * @param operations what it can be asked for, as faults name it
   * @throws IllegalArgumentException if there is a service of that name
   */
  public void add(Service service, Collection<Operation> operations) {
    if (services.contains(service)) {
      throw new IllegalArgumentException("there is a service '" + service + "' already");
    }
    services.add(service);
    faults.know(operations);
  }

  /** Returns who enters the requests to a service that no endpoint takes into the ledger. */
  public Strays strays(Service service) {
    return new StrayEntries(ledger, service);
  }
}
