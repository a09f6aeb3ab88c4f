package dev.pawl.simulator.cloud.azure;

import dev.pawl.simulator.cloud.ModelAnswer;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.ResourceServer;
import dev.pawl.simulator.core.ResourceServer.Presented;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Microsoft Foundry: it answers as a model of Anthropic, with the label of the token that opened
 * it. A token that was revoked is answered by a claims challenge, as continuous access evaluation
 * has it.
 */
final class Foundry {
  private final World world;
  private final ResourceServer tokens;
  private final ClaimedTokens claimed;

  Foundry(World world, ResourceServer tokens, ClaimedTokens claimed) {
    this.world = world;
    this.tokens = tokens;
    this.claimed = claimed;
  }

  Route route() {
    return Route.of(
        AzureOperations.FOUNDRY, "POST", "/foundry/anthropic/v1/messages", this::message);
  }

  private DeliveredReply message(Request request) {
    String token =
        request
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).strip())
            .or(() -> request.header("api-key"))
            .or(() -> request.header("x-api-key"))
            .orElse("");
    return tokens.serve(
        Event.of(AzureOperations.MESSAGE, "", request.caller()),
        token,
        (event, presented) -> decide(request, event, presented, claimed.meets(token)));
  }

  private Decision decide(Request request, Event event, Presented presented, boolean meetsClaims) {
    Instant now = world.clock().instant(AzureOperations.FOUNDRY);
    if (presented.isGood() && !meetsClaims) {
      return Decision.of(event.outcome(Outcome.INSUFFICIENT_CLAIMS), AzureError.challenge(now));
    }
    if (presented.isGood()) {
      return Decision.of(event, message(request, event));
    }
    return Decision.of(
        event,
        presented.outcome() == Outcome.REVOKED
            ? AzureError.challenge(now)
            : AzureError.reply("Unauthorized", now));
  }

  private static Reply message(Request request, Event event) {
    ModelAnswer answer =
        new ModelAnswer(
            "msg_foundry_simulated", request.parameter("model").orElse(""), event.presented());
    return request.parameter("stream").equals(Optional.of("true"))
        ? answer.serverSentEvents()
        : answer.whole();
  }
}
