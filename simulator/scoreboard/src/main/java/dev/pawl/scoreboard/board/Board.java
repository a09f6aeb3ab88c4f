package dev.pawl.scoreboard.board;

import dev.pawl.simulator.wire.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results of all contestants. Immutable.
 *
 * @param terms under what they came about
 * @param drills the names of the drills, in their order
 * @param rows of the contestants, in their order
 */
public record Board(Terms terms, List<String> drills, List<Row> rows) {
  /** Copies the lists. */
  public Board {
    drills = List.copyOf(drills);
    rows = List.copyOf(rows);
  }

  /** Returns the table, one row a contestant and one column a drill, in Markdown. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("| contestant | version | " + String.join(" | ", drills) + " |");
    lines.add("|---|---|" + "---|".repeat(drills.size()));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private String line(Row row) {
    List<String> cells = new ArrayList<>(List.of("`" + row.name() + "`", row.version()));
    drills.forEach(drill -> cells.add(row.cell(drill)));
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Returns the policy that the server had in a drill; more than one where a row has its own. */
  Set<String> policies(String drill) {
    return rows.stream()
        .flatMap(row -> row.verdicts().stream())
        .filter(verdict -> verdict.subject().name().equals(drill))
        .map(verdict -> verdict.subject().policy().name())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns the results as JSON. */
  public String json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("pawl", terms.version());
    members.put("commit", terms.commit());
    members.put("date", terms.date());
    members.put("machine", terms.machine());
    members.put("processes", terms.copies());
    members.put("seed", terms.seed());
    members.put("contestants", rows.stream().map(Row::members).toList());
    return StrictJson.write(members) + "\n";
  }
}
