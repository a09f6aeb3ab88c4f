package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.VendorTokenEndpoint;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Google's token endpoint: refresh tokens of people, and assertions of the service account. A scope
 * that comes with a refresh is not looked at.
 */
final class TokenEndpoint extends VendorTokenEndpoint {
  private final Supplier<URI> address;

  TokenEndpoint(
      World world,
      SimulatedServer server,
      MachineTokens machines,
      TokenReader reader,
      Supplier<URI> address) {
    super(world, server, machines, reader, List.of("scope"));
    this.address = address;
  }

  @Override
  protected Optional<Event> ofAMachine(Request request) {
    return request
        .parameter("grant_type")
        .filter(RegisteredClient.JWT_BEARER::equals)
        .map(
            unused ->
                Event.of(
                    GoogleOperations.JWT_BEARER,
                    machines.family(ServiceAccount.EMAIL),
                    request.caller()));
  }

  @Override
  protected Reply worded(Request request, Reply reply) {
    return GoogleError.worded(reply, now());
  }

  @Override
  protected Decision redeem(Request request, Event event) {
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
}
