package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Google's token endpoint: refresh tokens of people, and assertions of the service account. A scope
 * that comes with a refresh is not looked at.
 */
final class TokenEndpoint implements Endpoint {
  private final World world;
  private final SimulatedServer server;
  private final Endpoint people;
  private final MachineTokens machines;
  private final TokenReader reader;
  private final Supplier<URI> address;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  TokenEndpoint(
      World world,
      SimulatedServer server,
      MachineTokens machines,
      TokenReader reader,
      Supplier<URI> address) {
    this.world = world;
    this.server = server;
    this.people = server.tokenEndpoint();
    this.machines = machines;
    this.reader = reader;
    this.address = address;
    this.guard = new Guard(world, server.service());
  }

  @Override
  public DeliveredReply handle(Request request) {
    if (request.parameter("grant_type").equals(Optional.of(RegisteredClient.JWT_BEARER))) {
      Event event =
          Event.of(
              GoogleOperations.JWT_BEARER, machines.family(ServiceAccount.EMAIL), request.caller());
      return guard.serve(lock, event, known -> redeem(request, known));
    }
    Map<String, String> form = new LinkedHashMap<>(request.parameters());
    form.remove("scope");
    DeliveredReply answer = people.handle(request.withOnly(Origin.FORM, form));
    return answer.with(GoogleError.worded(answer.reply(), now()));
  }

  private Decision redeem(Request request, Event event) {
    Optional<SignedToken> assertion = request.parameter("assertion").flatMap(reader::read);
    if (assertion.filter(one -> ServiceAccount.hasSigned(one, address.get(), now())).isEmpty()) {
      return Decision.of(
          event.outcome(Outcome.INVALID_GRANT), GoogleError.reply("invalid_jwt", now()));
    }
    Duration lifetime = server.terms().accessTtl();
    return machines
        .issue(ServiceAccount.EMAIL, lifetime)
        .map(issued -> Decision.of(event.access(issued.label()), token(issued.value(), lifetime)))
        .orElseGet(
            () ->
                Decision.of(
                    event.outcome(Outcome.INVALID_GRANT),
                    GoogleError.reply("account_not_found", now())));
  }

  /** Returns an answer with an access token. */
  static Reply token(String value, Duration lifetime) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", value);
    members.put("expires_in", lifetime.toSeconds());
    members.put("token_type", "Bearer");
    return Reply.json(200, members);
  }

  private Instant now() {
    return world.clock().instant(server.service());
  }
}
