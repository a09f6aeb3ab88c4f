package dev.pawl.scoreboard.board;

import java.util.ArrayList;
import java.util.List;

/**
 * A board as a page of the documentation.
 *
 * @param board what it shows
 * @param opening what stands before the table, in Markdown
 * @param absent who is not there, and why, in Markdown
 */
public record Page(Board board, String opening, String absent) {
  /** Returns the page in Markdown. */
  public String markdown() {
    Terms terms = board.terms();
    List<String> lines = new ArrayList<>();
    lines.add("# Scoreboard");
    lines.add("");
    lines.add(opening.strip());
    lines.add("");
    lines.addAll(board.table());
    lines.add("");
    lines.add(
        "Run on %s from commit `%s` of Pawl %s, with %d copies of each contestant and seed %d, on: %s."
            .formatted(
                terms.date(),
                terms.commit(),
                terms.version(),
                terms.copies(),
                terms.seed(),
                terms.machine()));
    lines.add("");
    lines.add(
        "The server's [rotation policy](simulator.md#rotation-policies) in each drill; NONE is for the row that has its own:");
    lines.add("");
    board
        .drills()
        .forEach(
            drill -> lines.add("- `" + drill + "`: " + String.join(", ", board.policies(drill))));
    lines.add("");
    lines.add("## The contestants");
    board.rows().forEach(row -> lines.addAll(section(row)));
    lines.add("");
    lines.add("## Not on the board");
    lines.add("");
    lines.add(absent.strip());
    return String.join("\n", lines) + "\n";
  }

  private List<String> section(Row row) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("### " + row.title());
    lines.add("");
    lines.add(row.notes().strip());
    lines.add("");
    if (!row.absence().isEmpty()) {
      lines.add("It did not run here: " + row.absence() + ".");
      return lines;
    }
    lines.add(
        "Version %s; access tokens live %d s. Each cell again:"
            .formatted(row.version(), row.lifetime()));
    lines.add("");
    board.drills().forEach(drill -> lines.add("    " + board.terms().repeat(row.name(), drill)));
    return lines;
  }
}
