package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.ModelAnswer;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.ResourceServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runtime of Bedrock: requests signed with temporary credentials, or with an API key as a
 * bearer token. It answers as a model of Anthropic, with the label of what opened it.
 */
final class BedrockRuntime {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final String BEARER = "Bearer ";

  private final World world;
  private final SignedService service;
  private final ResourceServer keys;

  /**
   * Creates the service.
   *
   * @param keys what judges API keys, which are access tokens that somebody was given
   */
  BedrockRuntime(World world, CredentialGraph graph, ResourceServer keys) {
    this.world = world;
    this.keys = keys;
    this.service = new SignedService(world, AwsOperations.BEDROCK, graph, TOLERANCE, AwsError.JSON);
  }

  List<Route> routes() {
    return List.of(
        Route.of(
            AwsOperations.BEDROCK,
            "POST",
            "/model/[^/]+/invoke(-with-response-stream)?",
            this::invoke));
  }

  private DeliveredReply invoke(Request request) {
    Event event = Event.of(AwsOperations.INVOKE_MODEL, "", request.caller());
    Optional<String> bearer =
        request.header("authorization").filter(value -> value.startsWith(BEARER));
    return bearer.isPresent()
        ? keys.serve(
            event,
            bearer.get().substring(BEARER.length()),
            (known, key) ->
                Decision.of(
                    known,
                    key.isGood()
                        ? message(request, known)
                        : AwsError.JSON.reply(
                            "InvalidApiKey", world.clock().instant(AwsOperations.BEDROCK))))
        : service.signed(
            request, event, (known, role) -> Decision.of(known, message(request, known)));
  }

  private static Reply message(Request request, Event event) {
    ModelAnswer answer =
        new ModelAnswer("msg_bdrk_simulated", model(request.path()), event.presented());
    Reply reply =
        request.path().endsWith("/invoke")
            ? answer.whole()
            : new Reply(
                200,
                Map.of("X-Amzn-Bedrock-Content-Type", "application/json"),
                new Reply.Bytes(EventStream.TYPE, EventStream.of(answer.events())));
    return reply.header("x-amzn-RequestId", AwsError.requestId());
  }

  private static String model(String path) {
    return URLDecoder.decode(
        path.substring("/model/".length(), path.lastIndexOf('/')), StandardCharsets.UTF_8);
  }
}
