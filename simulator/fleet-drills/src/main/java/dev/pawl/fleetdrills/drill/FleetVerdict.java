package dev.pawl.fleetdrills.drill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a drill came to.
 *
 * @param drill which
 * @param engine the store
 * @param processes how many there were on each host
 * @param counts what was counted
 * @param violations what is held against it; none if it passed
 * @param repeat the command that repeats it
 * @param millis how long it took
 */
public record FleetVerdict(
    FleetDrill drill,
    String engine,
    int processes,
    Counts counts,
    List<String> violations,
    String repeat,
    long millis) {
  private static final String FORM = "%4s  %-22s %-8s %5s  %-6s %6s %7s %6s %5s %9s %11s %7s";

  /**
   * What was counted.
   *
   * @param spends how often a refresh token was presented
   * @param replays how often one was presented that had been presented before
   * @param doubts how many claims came to be doubts in the record: so many replays it permits
   * @param lost how many requests were not served that had to be
   * @param spreadMillis from the order to the last served request, the longest of all bursts
   * @param recoveryMillis from the end of the trouble, or from the trouble itself where it does not
   *     end, until all were served; -1 if there was none
   */
  public record Counts(
      int spends, int replays, int doubts, int lost, long spreadMillis, long recoveryMillis) {}

  /** Copies what is mutable. */
  public FleetVerdict {
    violations = List.copyOf(violations);
  }

  /** Tells whether it passed. */
  public boolean isPass() {
    return violations.isEmpty();
  }

  /** Returns {@code PASS} or {@code FAIL}. */
  public String word() {
    return isPass() ? "PASS" : "FAIL";
  }

  /** Returns what stands above the lines. */
  public static String heading() {
    return String.format(
        Locale.ROOT,
        FORM,
        "no.",
        "drill",
        "store",
        "proc",
        "result",
        "spends",
        "replays",
        "doubts",
        "lost",
        "spread ms",
        "recovery ms",
        "took ms");
  }

  /** Returns its line of a table. */
  public String line() {
    return String.format(
        Locale.ROOT,
        FORM,
        drill.number(),
        drill.name(),
        engine,
        "3x" + processes,
        word(),
        counts.spends,
        counts.replays,
        counts.doubts,
        counts.lost,
        counts.spreadMillis,
        counts.recoveryMillis < 0 ? "-" : counts.recoveryMillis,
        millis);
  }

  /** Returns the members of its JSON object. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("number", drill.number());
    members.put("name", drill.name());
    members.put("engine", engine);
    members.put("processes", processes);
    members.put("result", word());
    members.put("spends", counts.spends);
    members.put("replays", counts.replays);
    members.put("doubts", counts.doubts);
    members.put("lost", counts.lost);
    members.put("spreadMillis", counts.spreadMillis);
    members.put("recoveryMillis", counts.recoveryMillis);
    members.put("violations", violations);
    members.put("repeat", repeat);
    members.put("millis", millis);
    return members;
  }
}
