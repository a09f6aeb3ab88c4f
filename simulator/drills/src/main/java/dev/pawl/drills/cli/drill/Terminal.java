package dev.pawl.drills.cli.drill;

import java.io.IOException;

/** Whether a person looks at what is printed. */
final class Terminal {
  /** Standard output. */
  static final int OUT = 1;

  /** Standard error. */
  static final int ERROR = 2;

  private Terminal() {}

  /* Java's own answer means both streams at once, and another thing since Java 22. */
  static boolean isAt(int descriptor) throws InterruptedException {
    try {
      return new ProcessBuilder("sh", "-c", "test -t " + descriptor).inheritIO().start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
