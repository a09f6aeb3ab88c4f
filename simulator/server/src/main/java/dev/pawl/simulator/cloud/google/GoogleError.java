package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.Refusal;
import dev.pawl.simulator.core.dialect.Dialects;
import dev.pawl.simulator.core.exchange.Reply;
import java.time.Instant;

/** Errors as Google words them. */
final class GoogleError {
  private GoogleError() {}

  static Reply reply(String code, Instant now) {
    return Dialects.named("google").error(code).reply(now, "");
  }

  /** Returns the refusal of a token as Google words it; what a fault has worded stays as it is. */
  static Reply worded(Reply reply, Instant now) {
    return switch (Refusal.code(reply).orElse("")) {
      case "invalid_grant" -> reply("invalid_grant", now);
      case "invalid_client" -> reply("invalid_client", now);
      default -> reply;
    };
  }
}
