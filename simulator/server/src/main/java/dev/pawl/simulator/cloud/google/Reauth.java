package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.ResourceServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a person who is wanted again begins to prove that they are there ({@code
 * reauth.googleapis.com/v2/sessions:start}): it asks for their password, which no program has.
 */
final class Reauth {
  private final World world;
  private final ResourceServer tokens;
  private final AtomicInteger sessions = new AtomicInteger();

  Reauth(World world, ResourceServer tokens) {
    this.world = world;
    this.tokens = tokens;
  }

  Route route() {
    return Route.of(
        GoogleOperations.REAUTH, "POST", "/google/reauth/v2/sessions:start", this::start);
  }

  private DeliveredReply start(Request request) {
    return tokens.serve(
        Event.of(GoogleOperations.REAUTH_START, "", request.caller()),
        Vertex.bearer(request),
        (event, presented) ->
            Decision.of(
                event,
                presented.isGood()
                    ? challenge()
                    : GoogleError.reply(
                        "UNAUTHENTICATED", world.clock().instant(GoogleOperations.REAUTH))));
  }

  private Reply challenge() {
    Map<String, Object> password = new LinkedHashMap<>();
    password.put("status", "READY");
    password.put("challengeId", 1);
    password.put("challengeType", "PASSWORD");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("status", "CHALLENGE_REQUIRED");
    members.put("sessionId", "session-" + sessions.incrementAndGet());
    members.put("challenges", List.of(password));
    return Reply.json(200, members);
  }
}
