package dev.pawl.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which login a command speaks of; the same words for every command. */
final class ProfileChoice {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROFILE",
      description = "which login; if not given: PAWL_PROFILE, the active profile, or 'default'")
  private @Nullable String operand;

  @Option(names = "--profile", paramLabel = "NAME", description = "the same, as an option")
  private @Nullable String option;

  /**
   * Checks that none is named.
   *
   * @throws UsageException if one is
   */
  void requireNone() {
    if (operand != null || option != null) {
      throw new UsageException("--all means every profile; name none");
    }
  }

  /**
   * The profile's name.
   *
   * @throws UsageException if two are given that differ
   */
  String name(Shell shell) {
    if (operand != null && option != null && !operand.equals(option)) {
      throw new UsageException("two profiles are named; name one");
    }
    return shell.profile(operand == null ? option : operand);
  }
}
