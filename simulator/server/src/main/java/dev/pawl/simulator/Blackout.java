package dev.pawl.simulator;

import dev.pawl.simulator.core.fault.CommitPoint;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.core.fault.Rewrite;
import dev.pawl.simulator.core.fault.Trigger;
import dev.pawl.simulator.core.ledger.Kind;
import dev.pawl.simulator.wire.Outlet;
import java.util.List;
import java.util.stream.Stream;

/** The state of being away of the authorization server. Thread-safe. */
final class Blackout {
  private static final List<Fault> UNAVAILABLE =
      Stream.of(Kind.METADATA, Kind.CODE, Kind.LOGIN, Kind.SPEND, Kind.REVOKE)
          .map(Trigger::every)
          .map(every -> Fault.at(CommitPoint.BEFORE_COMMIT, every, new Rewrite.Status(503, "")))
          .toList();

  private final Outlet outlet;
  private final FaultPlan plan;
  private boolean unavailable;

  Blackout(Outlet outlet, FaultPlan plan) {
    this.outlet = outlet;
    this.plan = plan;
  }

  /** Enters the state of that name; {@code NONE} is being there. */
  void become(String name) {
    switch (name) {
      case "NONE" -> end();
      case "REFUSED" -> begin(Outage.REFUSED);
      case "UNAVAILABLE" -> begin(Outage.UNAVAILABLE);
      default -> throw new IllegalArgumentException("'outage' is NONE, REFUSED or UNAVAILABLE");
    }
  }

  synchronized void begin(Outage outage) {
    end();
    switch (outage) {
      case REFUSED -> outlet.shut();
      case UNAVAILABLE -> UNAVAILABLE.forEach(plan::addFirst);
    }
    unavailable = outage == Outage.UNAVAILABLE;
  }

  synchronized void end() {
    if (unavailable) {
      UNAVAILABLE.forEach(plan::remove);
      unavailable = false;
    }
    outlet.open();
  }
}
