package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells who an access token acts for (OpenID Connect Core 1.0, section 5.3). The token comes in the
 * header or, with {@code POST}, in a form (RFC 6750, section 2); refusals are those of its section
 * 3.
 */
final class UserInfoEndpoint implements Endpoint {
  private final Realm realm;
  private final Guard guard;
  private final BoundTokens bound;
  private final ReentrantLock strangers = new ReentrantLock();

  UserInfoEndpoint(Realm realm) {
    this.realm = realm;
    this.guard = realm.guard();
    this.bound = new BoundTokens(realm.proofs());
  }

  @Override
  public DeliveredReply handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("POST")) {
      return DeliveredReply.of(Reply.empty(405).header("Allow", "GET, POST"));
    }
    Event event = Event.of(Operation.USERINFO, "", request.caller());
    String inHeader = ProtectedApi.presented(request);
    String inForm = request.has("access_token", Origin.FORM) ? inForm(request) : "";
    if (inHeader.isEmpty() && inForm.isEmpty()) {
      return guard.serve(strangers, event, UserInfoEndpoint::unproven);
    }
    if (!inHeader.isEmpty() && !inForm.isEmpty()) {
      return guard.serve(
          strangers,
          event,
          known -> refused(known, Outcome.INVALID_REQUEST, 400, "invalid_request"));
    }
    AccessToken token =
        realm
            .registry()
            .accessToken(inHeader + inForm)
            .filter(known -> !known.isKey())
            .orElse(null);
    return token == null
        ? guard.serve(
            strangers, event, known -> refused(known, Outcome.UNKNOWN, 401, "invalid_token"))
        : guard.serve(
            token.family().lock,
            event.family(token.family().name).presented(token.label()),
            known -> bound.refusal(request, token, known).orElseGet(() -> decide(token, known)));
  }

  private static String inForm(Request request) {
    return request.parameter("access_token").orElse("");
  }

  private Decision decide(AccessToken token, Event event) {
    if (token.isRevoked()) {
      return refused(event, Outcome.REVOKED, 401, "invalid_token");
    }
    if (!realm.now().isBefore(token.expiry())) {
      return refused(event, Outcome.EXPIRED, 401, "invalid_token");
    }
    Family family = token.family();
    if (!token.scopes().contains(RegisteredClient.OPENID)) {
      return refused(event, Outcome.INVALID_SCOPE, 403, "insufficient_scope");
    }
    Map<String, Object> claims = realm.people().person(family.account).claims(token.scopes());
    return Decision.of(event, Reply.json(200, claims).header("Cache-Control", "no-store"));
  }

  /* Who shows no token learns how to, and of no error (RFC 6750, section 3.1). */
  private static Decision unproven(Event event) {
    return Decision.of(
        event.outcome(Outcome.UNKNOWN),
        Reply.empty(401).header("WWW-Authenticate", "Bearer realm=\"simulator\""));
  }

  private static Decision refused(Event event, Outcome outcome, int status, String error) {
    return Decision.of(
        event.outcome(outcome),
        Reply.json(status, Map.of("error", error))
            .header("WWW-Authenticate", "Bearer realm=\"simulator\", error=\"" + error + "\""));
  }
}
