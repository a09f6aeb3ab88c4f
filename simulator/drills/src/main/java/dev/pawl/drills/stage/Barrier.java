package dev.pawl.drills.stage;

import java.util.Set;

/**
 * What all processes saw as they stood at the line.
 *
 * @param processes how many
 * @param generations of the login, as they saw it
 * @param states of the login, as they saw it
 */
public record Barrier(int processes, Set<Long> generations, Set<String> states) {
  /** Copies the sets. */
  public Barrier {
    generations = Set.copyOf(generations);
    states = Set.copyOf(states);
  }

  /** Tells whether all of them saw one generation in that state. */
  public boolean isUnanimous(String state) {
    return generations.size() == 1 && states.equals(Set.of(state));
  }

  @Override
  public String toString() {
    return processes + " at the line, generation " + generations + " " + states;
  }
}
