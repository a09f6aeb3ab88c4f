package dev.pawl.simulator.cloud.azure;

import dev.pawl.simulator.core.dialect.Dialects;
import dev.pawl.simulator.core.exchange.Reply;
import java.time.Instant;

/** Errors as Azure words them. */
final class AzureError {
  private AzureError() {}

  static Reply reply(String code, Instant now) {
    return Dialects.named("azure").error(code).reply(now, "");
  }

  /** Returns the challenge of a service that wants a newer token (continuous access evaluation). */
  static Reply challenge(Instant now) {
    return Dialects.named("entra").error("insufficient_claims").reply(now, "");
  }
}
