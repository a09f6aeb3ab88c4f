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
import dev.pawl.simulator.core.operation.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What serves models at AWS: the runtime of Bedrock, and two fronts that speak as Anthropic's own
 * API does. Requests are signed with temporary credentials, or have an API key as a bearer token.
 * It answers as a model of Anthropic, with the label of what opened it.
 */
final class BedrockRuntime {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final String BEARER = "Bearer ";

  private final World world;
  private final CredentialGraph graph;
  private final ResourceServer keys;

  /**
   * Creates the services.
   *
   * @param keys what judges API keys, which are access tokens that somebody was given
   */
  BedrockRuntime(World world, CredentialGraph graph, ResourceServer keys) {
    this.world = world;
    this.graph = graph;
    this.keys = keys;
  }

  List<Route> routes() {
    return List.of(
        route(
            AwsOperations.INVOKE_MODEL,
            "/model/[^/]+/invoke(-with-response-stream)?",
            BedrockRuntime::message),
        route(
            AwsOperations.MANTLE_MESSAGE,
            "/anthropic/v1/messages",
            (request, event) -> messages("msg_mantle_simulated", request, event)),
        route(
            AwsOperations.CLAUDE_MESSAGE,
            "/v1/messages",
            (request, event) -> messages("msg_aws_simulated", request, event)));
  }

  private Route route(Operation operation, String path, BiFunction<Request, Event, Reply> model) {
    SignedService service =
        new SignedService(world, operation.service(), graph, TOLERANCE, AwsError.JSON);
    return Route.of(
        operation.service(), "POST", path, request -> serve(request, operation, service, model));
  }

  private DeliveredReply serve(
      Request request,
      Operation operation,
      SignedService service,
      BiFunction<Request, Event, Reply> model) {
    Event event = Event.of(operation, "", request.caller());
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
                        ? model.apply(request, known)
                        : AwsError.JSON.reply(
                            "InvalidApiKey", world.clock().instant(operation.service()))))
        : service.signed(
            request, event, (known, role) -> Decision.of(known, model.apply(request, known)));
  }

  private static Reply messages(String id, Request request, Event event) {
    ModelAnswer answer =
        new ModelAnswer(id, request.parameter("model").orElse(""), event.presented());
    Reply reply =
        request.parameter("stream").equals(Optional.of("true"))
            ? answer.serverSentEvents()
            : answer.whole();
    return reply.header("x-amzn-RequestId", AwsError.requestId());
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
