package dev.pawl.simulator.cloud;

import dev.pawl.simulator.core.exchange.Reply;
import java.util.Optional;

/** The refusals of an authorization server, before a vendor words them. */
public final class Refusal {
  private Refusal() {}

  /**
   * Returns the error code of a refusal; empty if the reply is none, or a fault has worded it. Only
   * the server itself forbids to keep its refusals in both ways.
   */
  public static Optional<String> code(Reply reply) {
    return Optional.ofNullable(reply.members().get("error"))
        .filter(code -> reply.headers().containsKey("Pragma"))
        .map(String::valueOf);
  }
}
