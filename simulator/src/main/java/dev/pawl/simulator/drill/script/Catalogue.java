package dev.pawl.simulator.drill.script;

import static dev.pawl.simulator.core.RotationPolicy.STRICT_FAMILY;

import java.util.List;

/** All drills, in the order of their numbers. */
public final class Catalogue {
  private static final int ALL = 1024;

  private Catalogue() {}

  /** Returns the drills. */
  public static List<DrillDefinition> drills() {
    return List.of(
        new DrillDefinition(
            1,
            "expiry-herd",
            "the access token ends for all processes at once",
            STRICT_FAMILY,
            ALL,
            Herds::expiry));
  }
}
