package dev.pawl.simulator.cut;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which connections are cut, and how.
 *
 * @param first ordinal of the first connection that is struck, from 1, counted from the adding of
 *     the rule
 * @param last ordinal of the last one; {@link Long#MAX_VALUE} for all that follow
 * @param steps what happens to each of them
 */
public record CutRule(long first, long last, List<CutStep> steps) {

  /** Checks the ordinals and copies the steps. */
  public CutRule {
    steps = List.copyOf(steps);
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("ordinals count from 1, and the last follows the first");
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a cut needs a step");
    }
  }

  boolean reaches(long ordinal) {
    return ordinal >= first && ordinal <= last;
  }

  /** Returns the text that {@link CutText#parse} reads back. */
  @Override
  public String toString() {
    String ordinals =
        first == last
            ? "#" + first
            : last < Long.MAX_VALUE ? "#" + first + "-" + last : first > 1 ? "#" + first + "-" : "";
    return "connection"
        + ordinals
        + ": "
        + steps.stream().map(CutStep::toString).collect(Collectors.joining(", "));
  }
}
