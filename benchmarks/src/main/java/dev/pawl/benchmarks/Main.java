package dev.pawl.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/** Runs the benchmarks with JMH's own options; the launcher passes the verb first. */
public final class Main {
  private Main() {}

  /**
   * Hands everything after the verb to JMH.
   *
   * @throws IOException if JMH cannot read its list of benchmarks
   */
  public static void main(String[] args) throws IOException {
    org.openjdk.jmh.Main.main(Arrays.stream(args).skip(1).toArray(String[]::new));
  }
}
