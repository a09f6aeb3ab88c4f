package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long tokens live, and what a refresh token is worth when it comes again. */
final class TokenOptions {
  @Option(
      names = "--policy",
      description = "Rotation policy: ${COMPLETION-CANDIDATES}. Default: STRICT_FAMILY.")
  private @Nullable RotationPolicy policy;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "Window of the policies that have one. Default: 30s.")
  private @Nullable Duration grace;

  @Option(
      names = "--access-ttl",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "Lifetime of access tokens. Default: 1h.")
  private @Nullable Duration accessTtl;

  @Option(
      names = "--refresh-idle",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "After which time an unspent refresh token ends. Default: never.")
  private @Nullable Duration refreshIdle;

  @Option(
      names = "--refresh-absolute",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "After which time from the login all refresh tokens end. Default: never.")
  private @Nullable Duration refreshAbsolute;

  /**
   * Sets what the options say, where they say something.
   *
   * @throws IllegalArgumentException if a value is refused; the message names the option
   */
  void applyTo(Simulator.Builder builder) {
    OptionValue.set("--policy", policy, builder::policy);
    OptionValue.set("--grace", grace, builder::graceWindow);
    OptionValue.set("--access-ttl", accessTtl, builder::accessTtl);
    OptionValue.set("--refresh-idle", refreshIdle, builder::refreshIdle);
    OptionValue.set("--refresh-absolute", refreshAbsolute, builder::refreshAbsolute);
  }
}
