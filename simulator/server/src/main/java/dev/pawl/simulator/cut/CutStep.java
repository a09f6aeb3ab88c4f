package dev.pawl.simulator.cut;

/**
 * One thing that happens to a connection.
 *
 * @param point where it strikes
 * @param bytes how many bytes of that direction pass before, counted from the start of the
 *     connection over all its requests; 0 for {@link CutPoint#ACCEPT}
 * @param action what happens
 * @param bytesPerSecond the speed of {@link CutAction#BANDWIDTH}, at least 1; else 0
 */
public record CutStep(CutPoint point, long bytes, CutAction action, int bytesPerSecond) {

  /** Checks that the action makes sense at that point. */
  public CutStep {
    if (!action.isPossibleAt(point)) {
      throw new IllegalArgumentException(
          "'" + action.word() + "' is none of those at " + point + ": " + CutAction.wordsAt(point));
    }
    if (bytes < 0 || (bytes > 0 && point == CutPoint.ACCEPT)) {
      throw new IllegalArgumentException("only REQUEST and ANSWER take a number of bytes, from 0");
    }
    if (action == CutAction.BANDWIDTH ? bytesPerSecond < 1 : bytesPerSecond != 0) {
      throw new IllegalArgumentException("bandwidth takes bytes per second, at least 1");
    }
  }

  /** Returns the text that {@link CutText} reads. */
  @Override
  public String toString() {
    return point
        + (point == CutPoint.ACCEPT ? " " : "(" + bytes + ") ")
        + action.word()
        + (action == CutAction.BANDWIDTH ? " " + bytesPerSecond : "");
  }
}
