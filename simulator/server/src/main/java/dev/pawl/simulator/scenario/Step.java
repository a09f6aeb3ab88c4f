package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Timeline;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.fault.CommitPoint;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.fault.FaultAction;
import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.core.fault.Rewrite;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A step of a timeline.
 *
 * @param at when it happens, or from when on it waits for requests; since the beginning
 * @param on the trigger of the requests on which it happens; empty for none
 * @param action what happens
 * @param effect of a fault point and action; else empty
 * @param cuts whether it cuts connections
 * @param later how long after such a request
 * @param length how long that takes: of an outage with an end
 * @param place where it stands, for people
 */
record Step(
    Duration at,
    Optional<String> on,
    Action action,
    Optional<String> effect,
    boolean cuts,
    Duration later,
    Duration length,
    String place) {

  private static final Set<CommitPoint> LOSING =
      EnumSet.of(CommitPoint.AFTER_COMMIT, CommitPoint.MID_BODY);

  /** Has it happen, or wait for its requests, on a timeline that began at {@code start}. */
  void plan(Controls controls, Instant start, Attempt attempt) {
    Instant due = start.plus(at);
    controls.world().timeline().at(due, () -> begin(controls, due, attempt));
  }

  /** Does something, and takes care of what is refused. */
  interface Attempt {
    void at(Step step, Runnable what);
  }

  private void begin(Controls controls, Instant due, Attempt attempt) {
    if (on.isEmpty()) {
      attempt.at(this, () -> action.perform(controls, due));
    } else {
      attempt.at(this, () -> arm(on.get(), controls, due, attempt));
    }
  }

  private void arm(String trigger, Controls controls, Instant due, Attempt attempt) {
    World world = controls.world();
    if (effect.isPresent()) {
      Fault unused = world.faults().add(trigger + ": " + effect.get(), due);
      return;
    }
    world.faults().watch(trigger, due, () -> called(controls, attempt));
  }

  private void called(Controls controls, Attempt attempt) {
    Instant due = controls.world().clock().instant().plus(later);
    controls
        .world()
        .timeline()
        .at(
            later.isZero() ? Timeline.NOW : due,
            () -> attempt.at(this, () -> action.perform(controls, due)));
  }

  /** Tells whether it is a fault that keeps the answer to a commit from the client. */
  boolean losesAnswer() {
    if (effect.isEmpty()) {
      return false;
    }
    Fault fault = FaultText.parse("any: " + effect.get(), Instant.EPOCH);
    return LOSING.contains(fault.point())
        && !(fault.action() instanceof FaultAction.Delay
            || fault.action() instanceof FaultAction.Drip
            || fault.action() instanceof Rewrite.ExpiresIn
            || fault.action() instanceof Rewrite.Lifetime);
  }

  /** Returns after how long it is over, unless it waits for requests. */
  Duration end() {
    return on.isEmpty() ? at.plus(length) : at;
  }
}
