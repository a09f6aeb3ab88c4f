package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.MachineTokens.Issued;
import dev.pawl.simulator.core.ResourceServer;
import dev.pawl.simulator.core.ResourceServer.Presented;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Workload identity federation: a token for a JSON Web Token of another issuer (RFC 8693), and a
 * token of a service account for any token. Who has signed a subject token is not asked.
 */
final class Federation {
  private static final String EXCHANGE = "/google/sts/v1/token";
  private static final String GENERATE =
      "/google/v1/projects/-/serviceAccounts/[^/:]+:generateAccessToken";

  private final World world;
  private final SimulatedServer server;
  private final MachineTokens machines;
  private final TokenReader reader;
  private final ResourceServer iam;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  Federation(World world, SimulatedServer server, MachineTokens machines, TokenReader reader) {
    this.world = world;
    this.server = server;
    this.machines = machines;
    this.reader = reader;
    this.iam = server.resourceServer(GoogleOperations.IAM);
    this.guard = new Guard(world, GoogleOperations.STS);
  }

  List<Route> routes() {
    return List.of(
        Route.of(GoogleOperations.STS, "POST", EXCHANGE, this::exchange),
        Route.of(GoogleOperations.IAM, "POST", GENERATE, this::generate));
  }

  private DeliveredReply exchange(Request request) {
    Optional<SignedToken> subject = request.parameter("subject_token").flatMap(reader::read);
    String principal = "federated:" + subject.map(token -> token.text("sub")).orElse("");
    Event event = Event.of(GoogleOperations.STS_EXCHANGE, "", request.caller());
    return guard.serve(
        lock,
        subject.isPresent() ? event.family(machines.family(principal)) : event,
        known -> exchange(subject, principal, known));
  }

  private Decision exchange(Optional<SignedToken> subject, String principal, Event event) {
    Instant now = world.clock().instant(GoogleOperations.STS);
    boolean isGood = subject.flatMap(token -> token.time("exp")).filter(now::isBefore).isPresent();
    Duration lifetime = server.terms().accessTtl();
    Optional<Issued> issued = isGood ? machines.issue(principal, lifetime) : Optional.empty();
    if (issued.isEmpty()) {
      return Decision.of(
          event.outcome(Outcome.INVALID_GRANT), GoogleError.reply("subject_token", now));
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
    members.putAll(TokenEndpoint.token(issued.get().value(), lifetime).members());
    return Decision.of(event.access(issued.get().label()), Reply.json(200, members));
  }

  private DeliveredReply generate(Request request) {
    return iam.serve(
        Event.of(GoogleOperations.GENERATE_ACCESS_TOKEN, "", request.caller()),
        Vertex.bearer(request),
        (event, presented) -> generate(request, event, presented));
  }

  private Decision generate(Request request, Event event, Presented presented) {
    Instant now = world.clock().instant(GoogleOperations.IAM);
    String path = request.path();
    String account = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf(':'));
    Optional<Issued> issued =
        presented.isGood()
            ? machines.issue(account.replace("%40", "@"), server.terms().accessTtl())
            : Optional.empty();
    if (issued.isEmpty()) {
      return Decision.of(event, GoogleError.reply("UNAUTHENTICATED", now));
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("accessToken", issued.get().value());
    members.put("expireTime", issued.get().expiry().truncatedTo(ChronoUnit.SECONDS).toString());
    return Decision.of(event.access(issued.get().label()), Reply.json(200, members));
  }
}
