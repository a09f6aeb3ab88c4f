package dev.pawl.drills.client;

import dev.pawl.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The scenarios of the built-in drills: {@code NAME.json} beside this class. */
final class Scenarios {
  private Scenarios() {}

  static Scenario named(String name) {
    try {
      return Scenario.resource(
          Scenarios.class.getClassLoader(), "dev/pawl/drills/client/" + name + ".json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
