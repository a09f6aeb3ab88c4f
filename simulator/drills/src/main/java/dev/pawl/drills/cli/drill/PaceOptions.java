package dev.pawl.drills.cli.drill;

import dev.pawl.drills.stage.Pace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast drills go, how thorough they are, and whether slow is wrong. */
final class PaceOptions {
  @Option(
      names = "--provider-time",
      paramLabel = "MILLIS",
      description = "How long the provider takes for an answer. Default: ${DEFAULT-VALUE}.")
  private int providerMillis = 100;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads of a process ask in expiry-herd. Default: ${DEFAULT-VALUE}.")
  private int threads = Pace.THREADS;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description =
          "How many processes crash-mid-write kills. Default: 100, 25 in the core set, 10 with"
              + " --matrix.")
  private @Nullable Integer kills;

  @Option(
      names = "--untimed",
      description = "Do not judge how fast: for machines that have other work.")
  private boolean untimed;

  /**
   * Returns the pace.
   *
   * @param repeats how many times a drill repeats what it repeats, unless {@code --kills} says
   * @throws IllegalArgumentException if an option has a value that it cannot have
   */
  Pace pace(int repeats) {
    requireBetween("--threads", threads, 1, 64);
    if (kills != null) {
      requireBetween("--kills", kills, 1, 10_000);
    }
    return new Pace(!untimed, kills == null ? repeats : kills, providerTime(), threads);
  }

  /**
   * Returns how long the provider takes for an answer.
   *
   * @throws IllegalArgumentException if it cannot be so long
   */
  Duration providerTime() {
    requireBetween("--provider-time", providerMillis, 1, 5_000);
    return Duration.ofMillis(providerMillis);
  }

  private static void requireBetween(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
