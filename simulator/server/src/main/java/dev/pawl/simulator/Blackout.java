package dev.pawl.simulator;

import dev.pawl.simulator.core.Availability;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.wire.Outlet;

/** Takes services away and brings them back. Thread-safe. */
final class Blackout {
  private final Outlet authorization;
  private final Availability availability;

  Blackout(Outlet authorization, Availability availability) {
    this.authorization = authorization;
    this.availability = availability;
  }

  /**
   * Enters the state of that name; {@code NONE} is being there.
   *
   * @throws IllegalArgumentException if there is no such state, or the service does not have it
   */
  void become(Service service, String name) {
    switch (name) {
      case "NONE" -> end(service);
      case "REFUSED" -> begin(service, Outage.REFUSED);
      case "UNAVAILABLE" -> begin(service, Outage.UNAVAILABLE);
      default -> throw new IllegalArgumentException("'outage' is NONE, REFUSED or UNAVAILABLE");
    }
  }

  synchronized void begin(Service service, Outage outage) {
    if (!service.equals(Service.OAUTH) && outage == Outage.REFUSED) {
      throw new IllegalArgumentException(
          service + " shares its port with others: it can be UNAVAILABLE, not REFUSED");
    }
    end(service);
    availability.away(service); // with REFUSED for those that are still on their way
    if (outage == Outage.REFUSED) {
      authorization.shut();
    }
  }

  synchronized void end(Service service) {
    availability.back(service);
    if (service.equals(Service.OAUTH)) {
      authorization.open();
    }
  }
}
