package dev.pawl.simulator.cloud.azure;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.cloud.VendorTokenEndpoint;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Microsoft Entra, for any tenant: the first part of the path, whatever it is. */
final class Entra {
  private static final String OAUTH = "/[^/]+/oauth2/v2[.]0/";

  private final SimulatedServer server;
  private final Endpoint token;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  Entra(World world, SimulatedServer server, Endpoint token) {
    this.server = server;
    this.token = token;
    this.guard = new Guard(world, server.service());
  }

  List<Route> routes() {
    Endpoint login = server.authorizationEndpoint();
    Endpoint device = server.deviceEndpoint();
    Endpoint page = server.devicePage();
    return List.of(
        route("POST", OAUTH + "token", token),
        route(
            "GET",
            OAUTH + "authorize",
            request -> login.handle(VendorTokenEndpoint.without(request, TokenEndpoint.OWN))),
        route("POST", OAUTH + "devicecode", request -> begin(device, request)),
        route("GET", "/azure/device", page),
        route("POST", "/azure/device", page),
        route("GET", "/[^/]+/(v2[.]0/)?[.]well-known/openid-configuration", this::metadata),
        route("GET", "/[^/]+/discovery/v2[.]0/keys", server.keySet()),
        route("GET", "/common/discovery/instance", this::instance));
  }

  private Route route(String method, String path, Endpoint endpoint) {
    return Route.of(server.service(), method, path, endpoint);
  }

  private static DeliveredReply begin(Endpoint device, Request request) {
    DeliveredReply answer = device.handle(VendorTokenEndpoint.without(request, TokenEndpoint.OWN));
    Map<String, Object> members = new LinkedHashMap<>(answer.reply().members());
    if (!members.containsKey("device_code")) {
      return answer;
    }
    members.remove("verification_uri_complete");
    members.put(
        "message",
        "To sign in, use a web browser to open the page "
            + members.get("verification_uri")
            + " and enter the code "
            + members.get("user_code")
            + " to authenticate.");
    return answer.with(answer.reply().members(members));
  }

  private DeliveredReply metadata(Request request) {
    String path = request.path();
    String tenant = URI.create(root(request) + path.substring(0, path.indexOf('/', 1))).toString();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("issuer", tenant + "/v2.0");
    members.put("authorization_endpoint", tenant + "/oauth2/v2.0/authorize");
    members.put("token_endpoint", tenant + "/oauth2/v2.0/token");
    members.put("device_authorization_endpoint", tenant + "/oauth2/v2.0/devicecode");
    members.put("jwks_uri", tenant + "/discovery/v2.0/keys");
    members.put("response_types_supported", List.of("code"));
    members.put("subject_types_supported", List.of("pairwise"));
    members.put("id_token_signing_alg_values_supported", List.of("RS256"));
    return document(request, members);
  }

  private DeliveredReply instance(Request request) {
    String host = URI.create(root(request)).getAuthority();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "tenant_discovery_endpoint",
        root(request) + "/" + Azure.TENANT + "/v2.0/.well-known/openid-configuration");
    members.put("api-version", "1.1");
    members.put(
        "metadata",
        List.of(
            Map.of("preferred_network", host, "preferred_cache", host, "aliases", List.of(host))));
    return document(request, members);
  }

  /* A client may know this machine by another name. */
  private String root(Request request) {
    URI issuer = server.issuer();
    return issuer.getScheme() + "://" + request.header("host").orElse(issuer.getAuthority());
  }

  private DeliveredReply document(Request request, Map<String, Object> members) {
    Event event = Event.of(AzureOperations.DISCOVERY, "", request.caller());
    return guard.serve(lock, event, known -> Decision.of(known, Reply.json(200, members)));
  }
}
