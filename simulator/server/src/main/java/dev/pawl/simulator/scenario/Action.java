package dev.pawl.simulator.scenario;

import java.time.Instant;

/** What a step does to a simulator. */
@FunctionalInterface
interface Action {
  /**
   * Does it.
   *
   * @param controls what it is done with
   * @param due the virtual time for which it was planned; it may be over
   * @throws IllegalArgumentException if the simulator refuses it now
   * @throws java.util.NoSuchElementException if what it names is not there now
   */
  void perform(Controls controls, Instant due);
}
