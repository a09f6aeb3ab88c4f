package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.MachineTokens.Issued;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The metadata server of an instance. Each request needs {@code Metadata-Flavor: Google}, but for
 * the one that looks whether it is there. It gives the same token until five minutes before its
 * end, as Google's does.
 */
final class MetadataServer {
  private static final String ACCOUNTS = "/computeMetadata/v1/instance/service-accounts/";
  private static final String ACCOUNT = ACCOUNTS + "(default|pawl@[^/]+)";
  private static final Duration EARLY = Duration.ofMinutes(5);

  private final World world;
  private final SimulatedServer server;
  private final MachineTokens machines;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Issued present;

  MetadataServer(World world, SimulatedServer server, MachineTokens machines) {
    this.world = world;
    this.server = server;
    this.machines = machines;
    this.guard = new Guard(world, GoogleOperations.METADATA);
  }

  List<Route> routes() {
    return List.of(
        route(
            "/",
            request -> served(request, GoogleOperations.METADATA_VALUE, text("computeMetadata/"))),
        route("/computeMetadata/v1/?", value("instance/\nproject/\n")),
        route("/computeMetadata/v1/project/project-id", value(Google.PROJECT)),
        route("/computeMetadata/v1/project/numeric-project-id", value("100000000001")),
        route("/computeMetadata/v1/instance/id", value("1000000000000000001")),
        route("/computeMetadata/v1/instance/zone", value("projects/100000000001/zones/us-east5-a")),
        route("/computeMetadata/v1/universe/universe-domain", value("googleapis.com")),
        route(ACCOUNTS + "?", value("default/\n" + ServiceAccount.EMAIL + "/\n")),
        route(ACCOUNT + "/", this::account),
        route(ACCOUNT + "/email", value(ServiceAccount.EMAIL)),
        route(ACCOUNT + "/scopes", value(Google.SCOPE + "\n")),
        route(ACCOUNT + "/token", this::token));
  }

  private static Route route(String path, Endpoint endpoint) {
    return Route.of(GoogleOperations.METADATA, "GET", path, endpoint);
  }

  void reset() {
    lock.lock();
    try {
      present = null;
    } finally {
      lock.unlock();
    }
  }

  private Endpoint value(String text) {
    return request -> asked(request, text(text));
  }

  private DeliveredReply account(Request request) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("aliases", List.of("default"));
    members.put("email", ServiceAccount.EMAIL);
    members.put("scopes", List.of(Google.SCOPE));
    return asked(request, Reply.json(200, members));
  }

  private DeliveredReply asked(Request request, Reply reply) {
    return isGoogles(request)
        ? served(request, GoogleOperations.METADATA_VALUE, reply)
        : served(request, GoogleOperations.METADATA_VALUE, forbidden());
  }

  private DeliveredReply served(Request request, Operation operation, Reply reply) {
    Event event = Event.of(operation, "", request.caller());
    Outcome outcome = reply.status() == 200 ? Outcome.GRANTED : Outcome.INVALID_REQUEST;
    return guard.serve(lock, event, known -> Decision.of(known.outcome(outcome), flavoured(reply)));
  }

  private DeliveredReply token(Request request) {
    if (!isGoogles(request)) {
      return served(request, GoogleOperations.METADATA_TOKEN, forbidden());
    }
    Event event =
        Event.of(
            GoogleOperations.METADATA_TOKEN,
            machines.family(ServiceAccount.EMAIL),
            request.caller());
    return guard.serve(lock, event, this::token);
  }

  private Decision token(Event event) {
    Instant now = world.clock().instant(GoogleOperations.METADATA);
    Issued token = present;
    if (token == null || !now.isBefore(token.expiry().minus(EARLY))) {
      Optional<Issued> issued = machines.issue(ServiceAccount.EMAIL, server.terms().accessTtl());
      if (issued.isEmpty()) {
        return Decision.of(event.outcome(Outcome.REVOKED), flavoured(Reply.empty(404)));
      }
      token = issued.get();
      present = token;
    }
    Reply reply = TokenEndpoint.token(token.value(), Duration.between(now, token.expiry()));
    return Decision.of(event.access(token.label()), flavoured(reply));
  }

  private static boolean isGoogles(Request request) {
    return request.header("metadata-flavor").filter("Google"::equals).isPresent();
  }

  private static Reply forbidden() {
    return new Reply(
        403,
        Map.of(),
        new Reply.Text("text/html; charset=UTF-8", "Missing Metadata-Flavor:Google header.\n"));
  }

  private static Reply text(String value) {
    return new Reply(200, Map.of(), new Reply.Text("application/text", value));
  }

  private static Reply flavoured(Reply reply) {
    return reply.header("Metadata-Flavor", "Google").header("Server", "Metadata Server for VM");
  }
}
