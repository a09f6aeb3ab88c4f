package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.ModelAnswer;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.ResourceServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;

/** Vertex AI: it answers as a model of Anthropic, with the label of the token that opened it. */
final class Vertex {
  private static final String PREDICT =
      "/google/v1/projects/[^/]+/locations/[^/]+/publishers/anthropic/models/[^/:]+:(rawPredict|streamRawPredict)";

  private final World world;
  private final ResourceServer tokens;

  Vertex(World world, ResourceServer tokens) {
    this.world = world;
    this.tokens = tokens;
  }

  Route route() {
    return Route.of(GoogleOperations.VERTEX, "POST", PREDICT, this::predict);
  }

  /** Returns the bearer token of a request; empty if there is none. */
  static String bearer(Request request) {
    return request
        .header("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .orElse("");
  }

  private DeliveredReply predict(Request request) {
    return tokens.serve(
        Event.of(GoogleOperations.RAW_PREDICT, "", request.caller()),
        bearer(request),
        (event, presented) ->
            Decision.of(
                event,
                presented.isGood()
                    ? message(request, event)
                    : GoogleError.reply(
                        "UNAUTHENTICATED", world.clock().instant(GoogleOperations.VERTEX))));
  }

  private static Reply message(Request request, Event event) {
    String path = request.path();
    String model = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf(':'));
    ModelAnswer answer = new ModelAnswer("msg_vrtx_simulated", model, event.presented());
    return path.endsWith(":rawPredict") ? answer.whole() : answer.serverSentEvents();
  }
}
