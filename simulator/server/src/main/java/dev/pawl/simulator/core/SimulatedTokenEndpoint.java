package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Kind;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.Outcome;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The token endpoint: codes to first tokens (RFC 6749, section 4.1.3; RFC 7636), device codes too
 * (RFC 8628), refresh tokens to successors (section 6).
 */
final class SimulatedTokenEndpoint implements Endpoint {
  private final VirtualClock clock;
  private final Ledger ledger;
  private final Registry registry;
  private final Issuance issuance;
  private final Rotation rotation;
  private final DevicePolls devices;
  private final RequestRules rules;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  SimulatedTokenEndpoint(
      World world, Registry registry, Issuance issuance, Rotation rotation, RequestRules rules) {
    this.clock = world.clock();
    this.ledger = world.ledger();
    this.registry = registry;
    this.issuance = issuance;
    this.rotation = rotation;
    this.rules = rules;
    this.devices = new DevicePolls(world, registry, issuance);
    this.guard = world.guard(Service.AUTHORIZATION);
  }

  @Override
  public DeliveredReply handle(Request request) {
    if (!request.method().equals("POST")) {
      return DeliveredReply.of(Reply.empty(405).header("Allow", "POST"));
    }
    Optional<OAuthError> objection = rules.objection(request);
    if (objection.isPresent()) {
      return stray(request, objection.get());
    }
    return switch (request.parameter("grant_type").orElse("")) {
      case "refresh_token" -> spend(request);
      case "authorization_code" -> login(request);
      case DevicePolls.GRANT_TYPE -> devices.poll(request);
      case "" -> stray(request, OAuthError.REQUEST);
      default -> stray(request, OAuthError.GRANT_TYPE);
    };
  }

  private DeliveredReply stray(Request request, OAuthError error) {
    Event event = Event.of(Kind.SPEND, "", request.client());
    return guard.serve(strangers, event, known -> refuse(known, error));
  }

  private DeliveredReply spend(Request request) {
    Optional<String> presented = request.parameter("refresh_token");
    if (presented.isEmpty()) {
      return stray(request, OAuthError.REQUEST);
    }
    RefreshToken token = registry.refreshToken(presented.get()).orElse(null);
    if (token == null) {
      return stray(request, isOurs(request) ? OAuthError.UNKNOWN_TOKEN : OAuthError.CLIENT);
    }
    Event event = Event.of(Kind.SPEND, token.family.name, request.client()).token(token.label);
    return guard.serve(token.family.lock, event, known -> spend(request, token, known));
  }

  private DeliveredReply spend(Request request, RefreshToken token, Event event) {
    String scope = request.parameter("scope").orElse(token.family.scope());
    if (!request.parameter("client_id").equals(Optional.of(token.family.clientId))) {
      return refuse(event, OAuthError.CLIENT);
    }
    if (!token.family.scopes.containsAll(Arrays.asList(scope.split(" ")))) {
      return refuse(event, OAuthError.SCOPE);
    }
    Rotation.Turn turn = rotation.spend(token, clock.instant());
    ledger.append(event.outcome(turn.outcome()));
    RefreshToken successor = turn.successor();
    return successor == null
        ? issuance.refused(OAuthError.of(turn.outcome()))
        : issuance.granted(successor, turn.told(), scope);
  }

  private DeliveredReply login(Request request) {
    if (!Stream.of("code", "redirect_uri", "code_verifier")
        .allMatch(name -> request.parameter(name).isPresent())) {
      Event event = Event.of(Kind.LOGIN, "", request.client());
      return guard.serve(strangers, event, known -> refuse(known, OAuthError.REQUEST));
    }
    Code code = request.parameter("code").flatMap(registry::code).orElse(null);
    if (code == null) {
      Event event = Event.of(Kind.LOGIN, "", request.client());
      return guard.serve(strangers, event, known -> refuse(known, OAuthError.BAD_CODE));
    }
    Event event =
        Event.of(Kind.LOGIN, code.family.name, request.client()).token(code.family.name + ".code");
    return guard.serve(code.family.lock, event, known -> login(request, code, known));
  }

  private DeliveredReply login(Request request, Code code, Event event) {
    if (!isOurs(request)) {
      return refuse(event, OAuthError.CLIENT);
    }
    if (code.used) {
      code.family.revoke();
      ledger.append(event.outcome(Outcome.CODE_REPLAYED));
      return issuance.refused(OAuthError.BAD_CODE);
    }
    if (!isProven(request, code)) {
      return refuse(event, OAuthError.BAD_CODE);
    }
    code.used = true;
    ledger.append(event.outcome(Outcome.GRANTED));
    RefreshToken first = registry.mintRefreshToken(code.family);
    return issuance.granted(first, true, code.family.scope());
  }

  private boolean isProven(Request request, Code code) {
    return clock.instant().isBefore(code.expiry)
        && request.parameter("redirect_uri").equals(Optional.of(code.redirectUri.toString()))
        && request
            .parameter("code_verifier")
            .map(Secrets::challenge)
            .equals(Optional.of(code.challenge));
  }

  private static boolean isOurs(Request request) {
    return request.parameter("client_id").equals(Optional.of(SimulatedServer.CLIENT_ID));
  }

  private DeliveredReply refuse(Event event, OAuthError error) {
    ledger.append(event.outcome(error.outcome));
    return issuance.refused(error);
  }
}
