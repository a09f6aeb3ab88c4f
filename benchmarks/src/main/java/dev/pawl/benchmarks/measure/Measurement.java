package dev.pawl.benchmarks.measure;

import java.io.IOException;
import java.util.List;

/** One question of the suite, answered by one run. */
public interface Measurement {
  /** What it is called on the command line. */
  String name();

  /** What it asks, in one line. */
  String question();

  /** How long it takes in full and with {@code --quick}, such as {@code 4 min, 20 s}. */
  String duration();

  /**
   * Measures.
   *
   * @param effort how hard
   * @return the figures, in the order in which a table shows them
   * @throws IOException if it cannot be measured here; the message says why
   */
  List<Row> rows(Effort effort) throws IOException, InterruptedException;
}
