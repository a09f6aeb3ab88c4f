package dev.pawl.scoreboard.board;

import dev.pawl.drills.report.DrillVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One contestant and what became of it.
 *
 * @param name what the command line calls it
 * @param title what it is, for people
 * @param version of its library or program
 * @param lifetime of its access tokens in seconds
 * @param notes how it was configured and what it does not promise, in Markdown
 * @param verdicts of its drills; none if it could not take part
 * @param absence why it could not take part; empty if it did
 */
public record Row(
    String name,
    String title,
    String version,
    long lifetime,
    String notes,
    List<DrillVerdict> verdicts,
    String absence) {
  /** Copies the list. */
  public Row {
    verdicts = List.copyOf(verdicts);
  }

  /** Returns what is said in the column of a drill. */
  String cell(String drill) {
    return verdict(drill).map(Findings::of).orElse(absence.isEmpty() ? "" : "not run");
  }

  /** Returns what became of it in a drill, for a line of progress. */
  public static String words(DrillVerdict verdict) {
    return Findings.of(verdict);
  }

  private Optional<DrillVerdict> verdict(String drill) {
    return verdicts.stream().filter(one -> one.subject().name().equals(drill)).findFirst();
  }

  /** Returns the members of its JSON object. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("title", title);
    members.put("version", version);
    members.put("lifetimeSeconds", lifetime);
    members.put("drills", verdicts.stream().map(Row::members).toList());
    if (!absence.isEmpty()) {
      members.put("notRun", absence);
    }
    return members;
  }

  private static Map<String, Object> members(DrillVerdict verdict) {
    Map<String, Object> members = new LinkedHashMap<>(verdict.members());
    members.put("seen", Findings.of(verdict));
    return members;
  }
}
