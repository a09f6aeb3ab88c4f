package dev.pawl.cli.fleet;

import dev.pawl.cli.text.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pawl fleet dev}, which the launcher answers with another program. */
@Command(
    name = "dev",
    description =
        "Starts a throw-away PostgreSQL and a simulated server, prints one command for each of two "
            + "'hosts', and runs until Ctrl-C.",
    footer = {
      "",
      "Exit codes:",
      "    2  wrong usage",
      "    4  it could not be started",
      "  130  stopped by Ctrl-C"
    })
final class FleetDevCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageException("fleet dev is run by the launcher, ./pawl, alone");
  }
}
