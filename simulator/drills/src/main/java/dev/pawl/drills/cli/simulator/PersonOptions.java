package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Consent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the person does who logs in. */
final class PersonOptions {
  @Option(
      names = "--consent",
      description =
          "What the person in the browser does: ${COMPLETION-CANDIDATES}. Default: APPROVE.")
  private Consent.@Nullable Manner consent;

  @Option(
      names = "--device",
      description = "The same for logins on a device. Default: ASK, at the page that is printed.")
  private Consent.@Nullable Manner device;

  /** Has the person do it, where the options say something. */
  void applyTo(Simulator.Builder builder) {
    OptionValue.set("--consent", consent, builder::consent);
    OptionValue.set("--device", device, builder::deviceConsent);
  }
}
