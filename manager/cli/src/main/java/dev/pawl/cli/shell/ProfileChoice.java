package dev.pawl.cli.shell;

import dev.pawl.cli.text.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which login a command speaks of; the same words for every command. */
public final class ProfileChoice {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROFILE",
      description =
          "this login and no other source; if not given: PAWL_PROFILE, else the sources in their "
              + "order, with the active profile's login, or that of 'default'")
  private @Nullable String operand;

  @Option(names = "--profile", paramLabel = "NAME", description = "the same, as an option")
  private @Nullable String option;

  /**
   * Checks that none is named.
   *
   * @throws UsageException if one is
   */
  public void requireNone() {
    if (operand != null || option != null) {
      throw new UsageException("--all means every profile; name none");
    }
  }

  /**
   * The profile's name.
   *
   * @throws UsageException if two are given that differ
   */
  public String name(Shell shell) {
    return shell.profile(argument());
  }

  /**
   * The name that was given; null if none was.
   *
   * @throws UsageException if two are given that differ
   */
  @Nullable
  public String argument() {
    if (operand != null && option != null && !operand.equals(option)) {
      throw new UsageException("two profiles are named; name one");
    }
    return operand == null ? option : operand;
  }
}
