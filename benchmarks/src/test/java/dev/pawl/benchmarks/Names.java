package dev.pawl.benchmarks;

import java.util.List;

/** The names of all measurements, for tests of other packages. */
public final class Names {
  private Names() {}

  /** In the order of the suite. */
  public static List<String> all() {
    return Suite.names();
  }
}
