package dev.pawl.scoreboard.board;

/**
 * Under what a board came about.
 *
 * @param date of the run, such as {@code 2026-11-30}
 * @param version of Pawl
 * @param commit of its sources
 * @param machine where it ran
 * @param copies of each contestant
 * @param seed what tokens were made from
 */
public record Terms(
    String date, String version, String commit, String machine, int copies, long seed) {
  /** Returns the command that repeats a drill of a contestant. */
  String repeat(String contestant, String drill) {
    return "./pawl drill scoreboard --only "
        + contestant
        + " --processes "
        + copies
        + " --seed "
        + seed
        + " "
        + drill;
  }
}
