package dev.pawl.simulator.cloud.aws;

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
import java.util.LinkedHashMap;
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
    return List.of(Route.of(AwsOperations.BEDROCK, "POST", "/model/[^/]+/invoke", this::invoke));
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
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", "msg_bdrk_simulated");
    members.put("type", "message");
    members.put("role", "assistant");
    members.put("model", model(request.path()));
    members.put("content", List.of(Map.of("type", "text", "text", event.presented())));
    members.put("stop_reason", "end_turn");
    members.put("usage", Map.of("input_tokens", 1, "output_tokens", 1));
    return Reply.json(200, members).header("x-amzn-RequestId", AwsError.requestId());
  }

  private static String model(String path) {
    return URLDecoder.decode(
        path.substring("/model/".length(), path.lastIndexOf('/')), StandardCharsets.UTF_8);
  }
}
