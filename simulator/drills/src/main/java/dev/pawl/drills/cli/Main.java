package dev.pawl.drills.cli;

import dev.pawl.drills.cli.drill.DrillCommand;
import dev.pawl.drills.cli.simulator.SimulatorCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the simulator's command line. */
@Command(
    name = "pawl",
    description = "The opponent of Pawl.",
    mixinStandardHelpOptions = true,
    subcommands = {SimulatorCommand.class, DrillCommand.class})
public final class Main {
  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
