package dev.pawl.drills.cli.drill;

import dev.pawl.drills.gateway.GatewayRun;
import picocli.CommandLine.Option;

/** How large {@code many-profiles} is. */
final class ManyProfilesOptions {
  @Option(
      names = "--profiles",
      paramLabel = "N",
      description = "Of 'many-profiles': how many logins. Default: ${DEFAULT-VALUE}.")
  private int profiles = 1_000;

  @Option(
      names = "--lifetimes",
      paramLabel = "N",
      description = "Of 'many-profiles': how many lifetimes. Default: ${DEFAULT-VALUE}.")
  private int lifetimes = 3;

  /**
   * Returns the size.
   *
   * @throws IllegalArgumentException if an option has a value that it cannot have
   */
  GatewayRun.Size size(int processes, String cache, long seed) {
    if (profiles < 1 || profiles > 1_000_000 || lifetimes < 1) {
      throw new IllegalArgumentException("--profiles must be 1 to 1000000, --lifetimes at least 1");
    }
    return new GatewayRun.Size(profiles, processes, lifetimes, cache, seed);
  }
}
