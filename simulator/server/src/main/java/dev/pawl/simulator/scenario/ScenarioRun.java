package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A scenario that is being played. Thread-safe. */
public final class ScenarioRun {
  private static final System.Logger LOG = System.getLogger(ScenarioRun.class.getName());

  private final Scenario scenario;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> problems = new CopyOnWriteArrayList<>();

  private ScenarioRun(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Begins the timeline of a scenario: the time that it counts from is now. */
  public static ScenarioRun begin(Scenario scenario, Controls controls) {
    ScenarioRun run = new ScenarioRun(scenario);
    Instant start = controls.world().clock().instant();
    scenario.timeline().forEach(step -> step.plan(controls, start, run::attempt));
    Timeline timeline = controls.world().timeline();
    Instant end = start.plus(scenario.length());
    timeline.at(end, () -> timeline.at(end, run.over::countDown)); // behind what steps end then
    return run;
  }

  private void attempt(Step step, Runnable what) {
    try {
      what.run();
    } catch (IllegalArgumentException | NoSuchElementException e) {
      String problem = step.place() + e.getMessage();
      problems.add(problem);
      LOG.log(System.Logger.Level.WARNING, problem);
    }
  }

  /** Returns the scenario. */
  public Scenario scenario() {
    return scenario;
  }

  /** Tells whether its last step at a time is over. */
  public boolean isOver() {
    return over.getCount() == 0;
  }

  /**
   * Waits until its last step at a time is over.
   *
   * @param waitTimeout the longest wait, in real time
   * @return whether it is over
   */
  public boolean await(Duration waitTimeout) throws InterruptedException {
    return over.await(waitTimeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns what could not be done: {@code FILE:LINE:COLUMN: why}. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public String toString() {
    return "ScenarioRun[" + scenario.name() + (isOver() ? ", over]" : "]");
  }
}
