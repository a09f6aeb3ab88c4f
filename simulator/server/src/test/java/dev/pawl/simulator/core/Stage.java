package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import dev.pawl.simulator.core.jwt.Jose;
import dev.pawl.simulator.jose.RsaSigner;
import dev.pawl.simulator.jose.StrictTokenReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The simulated services without sockets, in frozen time. */
final class Stage {
  /** A right authorization request. */
  static final Map<String, String> AUTHORIZATION =
      Map.of(
          "client_id",
          SimulatedServer.CLIENT_ID,
          "redirect_uri",
          "http://127.0.0.1:5000/callback",
          "response_type",
          "code",
          "state",
          "s",
          "code_challenge",
          "c".repeat(43),
          "code_challenge_method",
          "S256");

  final World world = World.fresh(1);
  final SimulatedServer server;
  final ProtectedApi api;

  Stage(RotationPolicy policy) {
    this(ServerTerms.standard().policy(policy));
  }

  Stage(ServerTerms terms) {
    world.clock().freeze();
    server =
        new SimulatedServer(
            world,
            new SimulatedServer.Beginning(terms, new Consent()),
            1,
            () -> URI.create("http://127.0.0.1:1"),
            new Jose(new RsaSigner(), new StrictTokenReader()));
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
        request("POST", "/")
            .withHeader("x-pawl-client", "test")
            .withParameters(Origin.FORM, parameters));
  }

  DeliveredReply get(Endpoint endpoint, Map<String, String> parameters) {
    return endpoint.handle(request("GET", "/").withParameters(Origin.QUERY, parameters));
  }

  Reply call(String accessToken) {
    return api.handle(
            request("GET", "/v1/whoami").withHeader("Authorization", "Bearer " + accessToken))
        .reply();
  }

  static Request request(String method, String target) {
    return Request.of(method, target, "nowhere:1");
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
