package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.Secrets;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import dev.pawl.simulator.core.ledger.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * IAM Identity Center's authorization server: clients that register themselves, logins on a device
 * or with a browser, and {@code CreateToken}. It is an authorization server of the simulator that
 * speaks JSON in AWS's words.
 */
final class SsoOidc {
  private static final Duration REGISTRATION = Duration.ofDays(90);
  private static final String NAME = "pawl-sso-client-";
  private static final int REMEMBERED = 20_000;
  private static final String SCOPE = "sso:account:access";
  private static final URI CALLBACK = URI.create("http://127.0.0.1/oauth/callback");

  private final World world;
  private final SimulatedServer server;
  private final Secrets secrets;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger clients = new AtomicInteger();

  SsoOidc(World world, SimulatedServer server, Secrets secrets) {
    this.world = world;
    this.server = server;
    this.secrets = secrets;
    this.guard = new Guard(world, server.service());
  }

  List<Route> routes() {
    Endpoint device = server.deviceEndpoint();
    Endpoint token = server.tokenEndpoint();
    Endpoint page = server.devicePage();
    Endpoint login = server.authorizationEndpoint();
    return List.of(
        route("POST", "/client/register", this::register),
        route("POST", "/device_authorization", request -> begin(device, request)),
        route("POST", "/token", request -> create(token, request)),
        route("GET", "/authorize", request -> login.handle(browser(request))),
        route("GET", "/device", page),
        route("POST", "/device", page));
  }

  private Route route(String method, String path, Endpoint endpoint) {
    return Route.of(server.service(), method, path, endpoint);
  }

  SsoSession begin(String account) {
    RegisteredClient client = registered(Set.of(SCOPE), Set.of(CALLBACK));
    IssuedGrant grant = server.newFamily(account, client.id());
    return new SsoSession(
        grant.family(),
        client.id(),
        client.secret(),
        now().plus(REGISTRATION),
        grant.accessToken(),
        now().plus(grant.expiresIn()),
        grant.refreshToken());
  }

  private RegisteredClient registered(Set<String> scopes, Set<URI> redirects) {
    int number = clients.incrementAndGet();
    server.clients().remove(NAME + (number - REMEMBERED));
    String id = NAME + number;
    RegisteredClient client =
        RegisteredClient.confidential(id, secrets.value("client", id))
            .scopes(scopes)
            .redirectUris(redirects);
    server.clients().put(client);
    return client;
  }

  private DeliveredReply register(Request request) {
    Event event = Event.of(AwsOperations.REGISTER_CLIENT, "", request.caller());
    return guard.serve(lock, event, known -> register(request, known));
  }

  private Decision register(Request request, Event event) {
    Set<String> scopes = words(request, "scopes", SCOPE);
    Set<URI> redirects = new LinkedHashSet<>();
    words(request, "redirectUris", CALLBACK.toString())
        .forEach(each -> redirects.add(URI.create(each)));
    RegisteredClient client = registered(scopes, redirects);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("clientId", client.id());
    members.put("clientSecret", client.secret());
    members.put("clientIdIssuedAt", now().getEpochSecond());
    members.put("clientSecretExpiresAt", now().plus(REGISTRATION).getEpochSecond());
    return Decision.of(event, Reply.json(200, members));
  }

  private static Set<String> words(Request request, String name, String otherwise) {
    return new LinkedHashSet<>(
        List.of(TokenWording.words(request.parameter(name).orElse(otherwise)).split(" ", -1)));
  }

  private DeliveredReply begin(Endpoint device, Request request) {
    DeliveredReply answer = device.handle(TokenWording.form(request));
    return answer.with(
        TokenWording.answer(
            answer.reply(),
            now(),
            "device_code",
            "user_code",
            "verification_uri",
            "verification_uri_complete",
            "expires_in",
            "interval"));
  }

  private DeliveredReply create(Endpoint token, Request request) {
    DeliveredReply answer = token.handle(TokenWording.form(request));
    return answer.with(
        TokenWording.answer(
            answer.reply(), now(), "access_token", "token_type", "expires_in", "refresh_token"));
  }

  /* The address that a browser is sent to has the names of the RFCs but for the scopes. */
  private static Request browser(Request request) {
    Map<String, String> query = new LinkedHashMap<>(request.parameters());
    String scopes = query.remove("scopes");
    if (scopes != null) {
      query.put("scope", TokenWording.words(scopes));
    }
    return request.withOnly(Origin.QUERY, query);
  }

  private Instant now() {
    return world.clock().instant(server.service());
  }
}
