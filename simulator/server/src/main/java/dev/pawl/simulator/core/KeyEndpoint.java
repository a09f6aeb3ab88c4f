package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes API keys for the account of an access token, as far as the account's {@link Role} permits.
 * The body is {@code {"kind":"claude_code"}} or another kind; without one, that one. A key outlives
 * the login that made it.
 */
final class KeyEndpoint implements Endpoint {
  private static final String CLAUDE_CODE = "claude_code";

  private final Realm realm;
  private final Guard guard;
  private final BoundTokens bound;
  private final ReentrantLock strangers = new ReentrantLock();

  KeyEndpoint(Realm realm) {
    this.realm = realm;
    this.guard = realm.guard();
    this.bound = new BoundTokens(realm.proofs());
  }

  @Override
  public DeliveredReply handle(Request request) {
    AccessToken token = realm.registry().accessToken(ProtectedApi.presented(request)).orElse(null);
    Event event =
        Event.of(Operation.KEY, token == null ? "" : token.family().name, request.caller());
    return token == null
        ? guard.serve(strangers, event, known -> refuse(known, Outcome.UNKNOWN))
        : guard.serve(
            token.family().lock,
            event.presented(token.label()),
            known ->
                bound
                    .refusal(request, token, known)
                    .orElseGet(() -> decide(request, token, known)));
  }

  private Decision decide(Request request, AccessToken token, Event event) {
    boolean ended = !realm.now().isBefore(token.expiry());
    if (token.isRevoked() || ended) {
      return refuse(event, ended ? Outcome.EXPIRED : Outcome.REVOKED);
    }
    Role role = realm.people().person(token.family().account).role();
    String kind = request.parameter("kind").orElse(CLAUDE_CODE);
    if (role == Role.NONE || (role == Role.CLAUDE_CODE && !kind.equals(CLAUDE_CODE))) {
      return Decision.of(
          event.outcome(Outcome.DENIED),
          error(403, "permission_error", "Role " + role + " may not create a key of kind " + kind));
    }
    AccessToken key = realm.registry().mintKey(token, realm.now());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("raw_key", key.value());
    members.put("kind", kind);
    return Decision.of(
        event.issued(key.label()), Reply.json(200, members).header("Cache-Control", "no-store"));
  }

  private static Decision refuse(Event event, Outcome outcome) {
    return Decision.of(
        event.outcome(outcome),
        error(401, "authentication_error", "Invalid authentication credentials"));
  }

  private static Reply error(int status, String type, String message) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "error");
    members.put("error", Map.of("type", type, "message", message));
    return Reply.json(status, members);
  }
}
