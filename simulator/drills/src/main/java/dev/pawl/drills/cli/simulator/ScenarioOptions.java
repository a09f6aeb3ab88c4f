package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which scenario is played. */
final class ScenarioOptions {
  private static final String SCENARIO = "--scenario";

  @Option(
      names = SCENARIO,
      paramLabel = "FILE",
      description =
          "Be as this file says, and do at its times what it says; other options count before it."
              + " docs/simulator.md has the words.")
  private @Nullable Path file;

  @Option(
      names = "--scenario-schema",
      description = "Print the JSON Schema of such files, for editors, and end.")
  private boolean schema;

  /** Tells whether only the schema is wanted. */
  boolean isSchemaAsked() {
    return schema;
  }

  /**
   * Reads the scenario; empty if there is none.
   *
   * @throws ScenarioException if the file is none
   * @throws IllegalArgumentException if it cannot be read; the message names the option
   */
  Optional<Scenario> read() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Scenario.read(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(SCENARIO + ": " + e.getMessage(), e);
    }
  }
}
