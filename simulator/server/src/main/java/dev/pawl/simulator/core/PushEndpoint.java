package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.PossessionProofs;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pushed authorization request endpoint (RFC 9126): keeps the parameters of a request whose
 * client has proven who it is, and gives an address for them that is good for one minute and once.
 */
final class PushEndpoint implements Endpoint {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final List<String> PROOFS =
      List.of("client_secret", "client_assertion", "client_assertion_type");

  private final Realm realm;
  private final RequestRules rules;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  PushEndpoint(Realm realm) {
    this.realm = realm;
    this.rules = realm.rules();
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    Event event = Event.of(Operation.PUSH, "", request.caller());
    return guard.serve(lock, event, known -> keep(request, known));
  }

  private Decision keep(Request request, Event event) {
    Optional<OAuthError> objection = rules.objection(request);
    if (objection.isPresent()) {
      return Decision.refused(event, objection.get());
    }
    Optional<RegisteredClient> client = realm.clients().authenticated(request);
    if (client.isEmpty()) {
      return Decision.refused(event, OAuthError.CLIENT);
    }
    if (request.parameter("request_uri").isPresent()) {
      return Decision.refused(event, OAuthError.PUSHED_AGAIN);
    }
    if (AuthorizationRules.redirect(request, client.get()).isEmpty()) {
      return Decision.refused(event, OAuthError.REDIRECT);
    }
    if (!isProven(request)) {
      return Decision.refused(event, OAuthError.PROOF);
    }
    return AuthorizationRules.error(request, client.get())
        .map(error -> Decision.refused(event, error))
        .orElseGet(() -> kept(request, client.get(), event));
  }

  /* RFC 9449, section 10.1: a proof may come, and must then be good, and of the key that is named. */
  private boolean isProven(Request request) {
    PossessionProofs.Verdict verdict = realm.proofs().judge(request, TokenBinding.OPTIONAL, "");
    String named = request.parameter("dpop_jkt").orElse(verdict.thumbprint());
    return verdict.problem() == PossessionProofs.Problem.NONE
        && (verdict.thumbprint().isEmpty() || named.equals(verdict.thumbprint()));
  }

  private Decision kept(Request request, RegisteredClient client, Event event) {
    Map<String, String> parameters = new HashMap<>(request.parameters());
    parameters.keySet().removeAll(PROOFS);
    parameters.put("client_id", client.id());
    PushedRequest pushed =
        new PushedRequest(client.id(), Map.copyOf(parameters), realm.now().plus(LIFETIME));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("request_uri", realm.registry().newPushedRequest(pushed));
    members.put("expires_in", LIFETIME.toSeconds());
    return Decision.of(event, Reply.json(201, members).header("Cache-Control", "no-store"));
  }
}
