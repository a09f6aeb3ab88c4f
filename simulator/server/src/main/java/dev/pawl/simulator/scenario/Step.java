package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Timeline;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a timeline.
 *
 * @param at when it happens, or from when on it waits for requests; since the beginning
 * @param on the trigger of the requests on which it happens; empty for none
 * @param action what happens
 * @param effect of a fault point and action; else empty
 * @param length how long that takes: of an outage with an end
 * @param place where it stands, for people
 */
record Step(
    Duration at,
    Optional<String> on,
    Action action,
    Optional<String> effect,
    Duration length,
    String place) {

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
    Runnable called =
        () -> attempt.at(this, () -> action.perform(controls, world.clock().instant()));
    world.faults().watch(trigger, due, () -> world.timeline().at(Timeline.NOW, called));
  }

  /** Returns after how long it is over, unless it waits for requests. */
  Duration end() {
    return on.isEmpty() ? at.plus(length) : at;
  }
}
