package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The simulated services without sockets, in frozen time. */
final class Stage {
  final World world = World.fresh(1);
  final SimulatedServer server;
  final ProtectedApi api;

  Stage(RotationPolicy policy) {
    this(ServerTerms.standard().policy(policy));
  }

  Stage(ServerTerms terms) {
    world.clock().freeze();
    server = new SimulatedServer(world, terms, 1, () -> URI.create("http://127.0.0.1:1"));
    api = server.protectedApi();
  }

  void pass(Duration time) {
    world.clock().advance(time);
  }

  Reply spend(String refreshToken) {
    return spendAnswer(refreshToken).reply();
  }

  DeliveredReply spendAnswer(String refreshToken) {
    return post(
        server.tokenEndpoint(),
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            refreshToken,
            "client_id",
            SimulatedServer.CLIENT_ID));
  }

  DeliveredReply post(Endpoint endpoint, Map<String, String> parameters) {
    return endpoint.handle(
        new Request("POST", "/", Map.of("x-pawl-client", "test"), parameters, "", "nowhere:1"));
  }

  DeliveredReply get(Endpoint endpoint, Map<String, String> parameters) {
    return endpoint.handle(new Request("GET", "/", Map.of(), parameters, "", "nowhere:1"));
  }

  Reply call(String accessToken) {
    return api.handle(
            new Request(
                "GET",
                "/v1/whoami",
                Map.of("authorization", "Bearer " + accessToken),
                Map.of(),
                "",
                "nowhere:1"))
        .reply();
  }

  static String member(Reply reply, String name) {
    return String.valueOf(reply.members().get(name));
  }

  static Map<String, String> plus(Map<String, String> map, String name, String value) {
    Map<String, String> more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }
}
