package dev.pawl.benchmarks.measure;

import java.util.List;

/**
 * What one run of one measurement found, and where.
 *
 * @param bench the measurement's name
 * @param machine what the machine is
 * @param jdk the Java that measured
 * @param commit the sources that were measured
 * @param date day of the run, ISO 8601
 * @param conditions how quiet the machine was, and what was said to that
 * @param rows the figures
 */
public record MeasurementResult(
    String bench,
    String machine,
    String jdk,
    String commit,
    String date,
    Conditions conditions,
    List<Row> rows) {

  /** Copies the rows. */
  public MeasurementResult {
    rows = List.copyOf(rows);
  }

  /**
   * Under what conditions a run was made.
   *
   * @param quick whether it only showed that everything runs
   * @param forced whether it was told to go on although the machine was not quiet
   * @param machine how quiet the machine was, in words
   * @param seconds how long the run took
   */
  public record Conditions(boolean quick, boolean forced, String machine, long seconds) {}
}
