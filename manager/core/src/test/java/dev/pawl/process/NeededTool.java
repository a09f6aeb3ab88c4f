package dev.pawl.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;

/** A program that CI has (.ci/setup) and that other machines need not have. */
public final class NeededTool {
  private NeededTool() {}

  /** Skips the test, loudly, where {@code command} cannot be run; CI fails on a skip. */
  public static void require(String... command) {
    boolean works = works(List.of(command));
    if (!works) {
      System.err.println("NOT TESTED HERE: '" + command[0] + "' is missing or not permitted");
    }
    assumeTrue(works, command[0] + " is missing or not permitted");
  }

  private static boolean works(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Skips the test where nothing can be traced. */
  public static void strace() {
    require("strace", "-f", "-qq", "-o", "/dev/null", "true");
  }
}
