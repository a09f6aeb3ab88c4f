package dev.pawl.cli.fleet;

import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code pawl fleet}: hosts that share logins. */
@Command(
    name = "fleet",
    synopsisSubcommandLabel = "VERB",
    description = "For hosts that share logins in a store that all of them reach: docs/fleet.md.",
    footer = {
      "",
      "Which fleet a host belongs to is said by its settings: fleet.url and fleet.key."
    })
public final class FleetCommand implements Callable<Integer> {
  private FleetCommand() {}

  /** The verb and those below it. */
  public static CommandLine line(Shell shell) {
    CommandLine line = new CommandLine(new FleetCommand());
    line.addSubcommand(new FleetInitCommand(shell));
    line.addSubcommand(new FleetKeyCommand(shell));
    line.addSubcommand(new FleetStatusCommand(shell));
    line.addSubcommand(new FleetDevCommand());
    return line;
  }

  @Override
  public Integer call() {
    throw new UsageException("one of init, key, status and dev is missing");
  }
}
