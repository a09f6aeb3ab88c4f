package dev.pawl.simulator.scenario;

import java.util.List;

/** A scenario that cannot be read. Its message has a line for each {@link #problems problem}. */
public final class ScenarioException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final List<String> problems;

  ScenarioException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns all that is wrong: {@code FILE:LINE:COLUMN: what}, in the order of the places. */
  public List<String> problems() {
    return problems;
  }
}
