package dev.pawl.clouds;

import java.util.Collections;
import java.util.List;

/** How many programs a test starts. */
final class Processes {
  /** More by hand and in .ci/nightly. */
  static final int COUNT = Integer.getInteger("pawl.cloud.processes", 3);

  private Processes() {}

  /** The same answer from each of them. */
  static List<String> everyone(String answer) {
    return Collections.nCopies(COUNT, answer);
  }
}
