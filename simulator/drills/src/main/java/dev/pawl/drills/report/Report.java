package dev.pawl.drills.report;

import dev.pawl.simulator.wire.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All verdicts of a run.
 *
 * @param version of Pawl
 * @param seed of the run
 * @param verdicts in the order of the run
 */
public record Report(String version, long seed, List<DrillVerdict> verdicts) {
  /** Copies the list. */
  public Report {
    verdicts = List.copyOf(verdicts);
  }

  /** Returns the JSON that other people's scripts read: fields may be added, none renamed. */
  public String json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("pawl", version);
    members.put("seed", seed);
    members.put("drills", verdicts.stream().map(DrillVerdict::members).toList());
    return StrictJson.write(members) + "\n";
  }

  /** Returns 0 if all passed, 1 if one failed, 3 if none failed but one could not run. */
  public int exitCode() {
    if (verdicts.stream().anyMatch(verdict -> !verdict.violations().isEmpty())) {
      return 1;
    }
    return verdicts.stream().allMatch(DrillVerdict::isPass) ? 0 : 3;
  }
}
