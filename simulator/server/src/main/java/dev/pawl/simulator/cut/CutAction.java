package dev.pawl.simulator.cut;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a cut does to a connection. */
public enum CutAction {
  /** Both sides are torn down (RST). */
  RESET(true),
  /** Both sides are ended in order (FIN); what still comes from them is swallowed. */
  FIN(true),
  /** Nothing more is passed on in this direction until it is released; the other one goes on. */
  HANG(true),
  /** This direction is ended in order and swallows what still comes; the other one goes on. */
  HALF_CLOSE(false),
  /** From here on, this direction carries so many bytes a second. */
  BANDWIDTH(false);

  private final boolean possibleAtAccept;

  CutAction(boolean possibleAtAccept) {
    this.possibleAtAccept = possibleAtAccept;
  }

  /** Tells whether this action makes sense at a point. */
  public boolean isPossibleAt(CutPoint point) {
    return point != CutPoint.ACCEPT || possibleAtAccept;
  }

  /** Returns the word that stands for this action in a script. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the words of the actions that make sense at a point, with commas between. */
  static String wordsAt(CutPoint point) {
    return Stream.of(values())
        .filter(action -> action.isPossibleAt(point))
        .map(CutAction::word)
        .collect(Collectors.joining(", "));
  }
}
