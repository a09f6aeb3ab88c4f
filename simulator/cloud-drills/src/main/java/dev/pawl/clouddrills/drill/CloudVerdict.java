package dev.pawl.clouddrills.drill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a drill came to.
 *
 * @param drill which
 * @param processes how many programs there were
 * @param calls how many calls of the programs, and how many of them were lost
 * @param prompts how often a person was asked
 * @param asked how often each operation was asked for that the drill counts
 * @param violations what is held against it; none if it passed
 * @param repeat the command that repeats it
 * @param millis how long it took
 */
public record CloudVerdict(
    CloudDrill drill,
    int processes,
    Calls calls,
    int prompts,
    Map<String, Integer> asked,
    List<String> violations,
    String repeat,
    long millis) {

  private static final String FORM = "%4s  %-24s %4s  %-6s %5s %5s %7s %7s  %s";

  /** Copies what is mutable. */
  public CloudVerdict {
    asked = new LinkedHashMap<>(asked);
    violations = List.copyOf(violations);
  }

  /** How many calls there were, and how many of them were refused or never answered. */
  public record Calls(int made, int lost) {}

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
        "proc",
        "result",
        "calls",
        "lost",
        "prompts",
        "took ms",
        "asked for");
  }

  /** Returns its line of a table. */
  public String line() {
    return String.format(
        Locale.ROOT,
        FORM,
        drill.number(),
        drill.name(),
        processes,
        word(),
        calls.made,
        calls.lost,
        prompts,
        millis,
        asked.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", ")));
  }

  /** Returns the members of its JSON object. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("number", drill.number());
    members.put("name", drill.name());
    members.put("processes", processes);
    members.put("result", word());
    members.put("calls", calls.made);
    members.put("lost", calls.lost);
    members.put("prompts", prompts);
    members.put("asked", asked);
    members.put("violations", violations);
    members.put("repeat", repeat);
    members.put("millis", millis);
    return members;
  }
}
