package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Delivery;
import dev.pawl.simulator.core.exchange.Delivery.Ending;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.fault.CommitPoint;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.fault.FaultAction;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a request through the outages and the fault plan of its service: what strikes before the
 * commit, the commit under its lock, what strikes after. Thread-safe.
 */
public final class Guard {
  private static final String OUTAGE = "outage";

  private final World world;
  private final Service service;
  private final FaultPlan plan;
  private final Ledger ledger;

  /** Creates what stands before a service of a world. */
  public Guard(World world, Service service) {
    this.world = world;
    this.service = service;
    this.plan = world.faults();
    this.ledger = world.ledger();
  }

  /**
   * Serves one request: after all that is due has happened, and before its answer all that was to
   * happen on it. If it hangs before its commit, that happens when it begins to hang.
   *
   * @param lock what guards the state concerned; held during the commit, never during a wait
   * @param asked what is known before the commit; it becomes this service's
   * @param commit decides; gets the event with the fault's text
   */
  public DeliveredReply serve(ReentrantLock lock, Event asked, Function<Event, Decision> commit) {
    world.timeline().settle();
    List<Runnable> called = new ArrayList<>(0);
    DeliveredReply answer = served(lock, asked.at(service), commit, called);
    called.forEach(Runnable::run);
    return answer;
  }

  private DeliveredReply served(
      ReentrantLock lock, Event event, Function<Event, Decision> commit, List<Runnable> called) {
    Fault fault;
    long era = ledger.era();
    lock.lock();
    try {
      if (world.availability().isAway(service)) {
        return entered(era, unserved(event, OUTAGE), DeliveredReply.of(Reply.empty(503)));
      }
      called.addAll(plan.called(event));
      fault = plan.strike(event).orElse(null);
      if (fault == null || fault.point() != CommitPoint.BEFORE_COMMIT) {
        return committed(era, event, fault, commit);
      }
      if (!fault.holdsBack()) {
        return entered(
            era,
            unserved(event, fault.effect()),
            fault.apply(DeliveredReply.of(Reply.empty(503)), now()));
      }
      ledger.append(event.outcome(Outcome.HELD).fault(fault.effect()));
    } finally {
      lock.unlock();
    }
    if (!isHeld(fault.action(), called)) {
      return DeliveredReply.silence(Ending.CLOSE);
    }
    lock.lock();
    try {
      return committed(era, event.fault(fault.effect()), null, commit);
    } finally {
      lock.unlock();
    }
  }

  /*
   * What was to happen on a request that hangs happens now: it may be what lets the request go on.
   * False if the simulator has closed.
   */
  private boolean isHeld(FaultAction action, List<Runnable> called) {
    if (action instanceof FaultAction.Delay delay) {
      return plan.pause(delay.duration());
    }
    long arrival = plan.arrive();
    called.forEach(Runnable::run);
    called.clear();
    return plan.hold(arrival);
  }

  private DeliveredReply committed(
      long era, Event event, @Nullable Fault fault, Function<Event, Decision> commit) {
    Decision decision = commit.apply(fault == null ? event : event.fault(fault.effect()));
    DeliveredReply answer = decision.answer();
    return entered(era, decision.event(), fault == null ? answer : fault.apply(answer, now()));
  }

  /*
   * The entry is made under the lock of the commit, with the status that the client will see. What
   * was held over a reset is answered, but is no entry: the ledger is of another world.
   */
  private DeliveredReply entered(long era, Event event, DeliveredReply answer) {
    boolean hasHead = answer.delivery().bodyBytes() != Delivery.NOTHING;
    if (era == ledger.era()) {
      ledger.append(event.status(hasHead ? answer.reply().status() : 0));
    }
    return answer;
  }

  private static Event unserved(Event event, String why) {
    return event.outcome(Outcome.FAULT_BEFORE_COMMIT).fault(why);
  }

  private Instant now() {
    return world.clock().instant(service);
  }
}
