package dev.pawl.simulator.cut;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text form of cuts.
 *
 * <pre>
 * cut       = trigger ": " step { ", " step }
 * trigger   = "connection" [ "#" n | "#" n "-" [ n ] | " next " n ]
 * step      = "ACCEPT " ending | direction "(" n ") " ( ending | "half-close" | "bandwidth " n )
 * direction = "REQUEST" | "ANSWER"
 * ending    = "reset" | "fin" | "hang"
 * </pre>
 *
 * The first number of a step counts the bytes that pass before it strikes, that of bandwidth is in
 * bytes per second.
 */
public final class CutText {
  private static final Pattern TRIGGER =
      Pattern.compile("connection(?:#([0-9]+)(-([0-9]*))?| next ([0-9]+))?");
  private static final Pattern STEP =
      Pattern.compile("([^ (]*)(?:\\(([^)]*)\\))? +([^ ]+)(?: +([^ ]+))?");

  private final String text;

  private CutText(String text) {
    this.text = text;
  }

  /**
   * Reads a cut.
   *
   * @throws IllegalArgumentException if the text is not of the grammar; the message names the words
   *     that are allowed
   */
  public static CutRule parse(String text) {
    return new CutText(text).rule();
  }

  private CutRule rule() {
    int colon = text.indexOf(": ");
    if (colon < 0) {
      throw wrong("there is no ': ' between the connections and what happens to them");
    }
    Matcher trigger = TRIGGER.matcher(text.substring(0, colon).strip());
    if (!trigger.matches()) {
      throw wrong(
          "it begins with connection, connection#3, connection#2-5, connection#2- or connection"
              + " next 2");
    }
    List<CutStep> steps =
        Stream.of(text.substring(colon + 2).split(",", -1)).map(this::step).toList();
    try {
      return new CutRule(first(trigger), last(trigger), steps);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private long first(Matcher trigger) {
    String first = trigger.group(1);
    return first == null ? 1 : number("an ordinal", first);
  }

  private long last(Matcher trigger) {
    String next = trigger.group(4);
    if (next != null) {
      return number("the number after next", next);
    } else if (trigger.group(1) != null && trigger.group(2) == null) {
      return first(trigger);
    }
    String last = trigger.group(3);
    return last == null || last.isEmpty() ? Long.MAX_VALUE : number("an ordinal", last);
  }

  private CutStep step(String words) {
    Matcher step = STEP.matcher(words.strip());
    if (!step.matches()) {
      throw wrong(
          "'"
              + words.strip()
              + "' is no step such as ACCEPT hang, REQUEST(0) reset, ANSWER(40) fin");
    }
    CutPoint point = point(step.group(1));
    String bytes = step.group(2);
    if (bytes == null && point != CutPoint.ACCEPT) {
      throw wrong(point + " takes a number of bytes, such as " + point + "(40)");
    }
    CutAction action = action(point, step.group(3));
    String speed = step.group(4);
    if (speed == null && action == CutAction.BANDWIDTH) {
      throw wrong("bandwidth takes bytes per second, such as bandwidth 100");
    }
    try {
      return new CutStep(
          point,
          bytes == null ? 0 : number("a number of bytes", bytes),
          action,
          speed == null ? 0 : (int) Math.min(Integer.MAX_VALUE, number("a speed", speed)));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private CutPoint point(String word) {
    return Arrays.stream(CutPoint.values())
        .filter(point -> point.name().equals(word))
        .findFirst()
        .orElseThrow(() -> wrong("'" + word + "' is none of ACCEPT, REQUEST(n), ANSWER(n)"));
  }

  private CutAction action(CutPoint point, String word) {
    return Arrays.stream(CutAction.values())
        .filter(action -> action.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "'"
                        + word
                        + "' is none of those at "
                        + point
                        + ": "
                        + CutAction.wordsAt(point)));
  }

  private long number(String what, String word) {
    if (!word.matches("[0-9]{1,18}")) {
      throw wrong(what + " has at most 18 digits and nothing else, not '" + word + "'");
    }
    return Long.parseLong(word);
  }

  private IllegalArgumentException wrong(String why) {
    return why.startsWith("cut '")
        ? new IllegalArgumentException(why)
        : new IllegalArgumentException("cut '" + text + "': " + why);
  }
}
