package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Delivery.Ending;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.fault.CommitPoint;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.fault.FaultAction;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Kind;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a request through the outages and the fault plan of its service: what strikes before the
 * commit, the commit under its lock, what strikes after.
 */
final class Guard {
  private static final String OUTAGE = "outage";

  private final World world;
  private final Service service;
  private final FaultPlan plan;
  private final Ledger ledger;

  Guard(World world, Service service) {
    this.world = world;
    this.service = service;
    this.plan = world.faults();
    this.ledger = world.ledger();
  }

  /**
   * Serves one request.
   *
   * @param lock what guards the state concerned; held during the commit, never during a wait
   * @param event what is known before the commit
   * @param commit decides, appends to the ledger and answers; gets the event with the fault's text
   */
  DeliveredReply serve(ReentrantLock lock, Event event, Function<Event, DeliveredReply> commit) {
    Fault fault;
    lock.lock();
    try {
      if (world.availability().isAway(service)) {
        ledger.append(event.outcome(Outcome.FAULT_BEFORE_COMMIT).fault(OUTAGE));
        return DeliveredReply.of(Reply.empty(503));
      }
      fault = plan.strike(event.kind(), event.family()).orElse(null);
      if (fault == null || fault.point() != CommitPoint.BEFORE_COMMIT) {
        return committed(event, fault, commit);
      }
      if (!fault.holdsBack()) {
        ledger.append(event.outcome(Outcome.FAULT_BEFORE_COMMIT).fault(fault.effect()));
        return fault.apply(DeliveredReply.of(Reply.empty(503)), now());
      }
      ledger.append(event.kind(Kind.FAULT).outcome(Outcome.HELD).fault(fault.effect()));
    } finally {
      lock.unlock();
    }
    return afterHold(lock, event.fault(fault.effect()), fault.action(), commit);
  }

  private DeliveredReply committed(
      Event event, @Nullable Fault fault, Function<Event, DeliveredReply> commit) {
    return fault == null
        ? commit.apply(event)
        : fault.apply(commit.apply(event.fault(fault.effect())), now());
  }

  private DeliveredReply afterHold(
      ReentrantLock lock, Event event, FaultAction action, Function<Event, DeliveredReply> commit) {
    boolean goOn =
        action instanceof FaultAction.Delay delay ? plan.pause(delay.duration()) : plan.hold();
    if (!goOn) {
      return DeliveredReply.silence(Ending.CLOSE);
    }
    lock.lock();
    try {
      return commit.apply(event);
    } finally {
      lock.unlock();
    }
  }

  private Instant now() {
    return world.clock().instant(service);
  }
}
