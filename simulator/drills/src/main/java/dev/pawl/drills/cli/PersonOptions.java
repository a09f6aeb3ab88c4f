package dev.pawl.drills.cli;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Consent;
import picocli.CommandLine.Option;

/** What the person does who logs in. */
final class PersonOptions {
  @Option(
      names = "--consent",
      description =
          "What the person in the browser does: ${COMPLETION-CANDIDATES}. Default: APPROVE.")
  private Consent.Manner consent = Consent.Manner.APPROVE;

  @Option(
      names = "--device",
      description = "The same for logins on a device. Default: ASK, at the page that is printed.")
  private Consent.Manner device = Consent.Manner.ASK;

  /** Has the person do it. */
  void applyTo(Simulator simulator) {
    simulator.consent().browser(consent);
    simulator.consent().device(device);
  }
}
