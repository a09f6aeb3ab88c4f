package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The introspection endpoint (RFC 7662): whether an access or refresh token is active. Who asks has
 * to prove who it is: public clients are refused, as section 2.1 has it.
 */
final class IntrospectionEndpoint implements Endpoint {
  private final Realm realm;
  private final RequestRules rules;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  IntrospectionEndpoint(Realm realm) {
    this.realm = realm;
    this.rules = realm.rules();
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    String value = request.parameter("token").orElse("");
    Event event = Event.of(Operation.INTROSPECT, "", request.caller());
    RefreshToken refreshToken = realm.registry().refreshToken(value).orElse(null);
    if (refreshToken != null) {
      Event known = event.family(refreshToken.family.name).presented(refreshToken.label);
      return guard.serve(
          refreshToken.family.lock, known, e -> decide(request, e, () -> described(refreshToken)));
    }
    AccessToken accessToken = realm.registry().accessToken(value).orElse(null);
    if (accessToken != null) {
      Event known = event.family(accessToken.family().name).presented(accessToken.label());
      return guard.serve(
          accessToken.family().lock, known, e -> decide(request, e, () -> described(accessToken)));
    }
    return guard.serve(strangers, event, e -> decide(request, e, IntrospectionEndpoint::inactive));
  }

  private Decision decide(Request request, Event event, Supplier<Map<String, Object>> answer) {
    Optional<OAuthError> objection = rules.objection(request);
    if (objection.isPresent()) {
      return Decision.refused(event, objection.get());
    }
    Optional<RegisteredClient> client =
        realm
            .clients()
            .authenticated(request)
            .filter(known -> !known.authentications().contains(ClientAuthentication.NONE));
    if (client.isEmpty()) {
      return Decision.refused(event, OAuthError.CLIENT);
    }
    return request.parameter("token").isEmpty()
        ? Decision.refused(event, OAuthError.REQUEST)
        : Decision.of(event, Reply.json(200, answer.get()).header("Cache-Control", "no-store"));
  }

  private Map<String, Object> described(RefreshToken token) {
    boolean good =
        token.family.alive
            && token.state == RefreshToken.State.CURRENT
            && !realm.terms().get().refreshEnds().areOver(token, realm.now());
    return good ? active(token.family) : inactive();
  }

  private Map<String, Object> described(AccessToken token) {
    if (token.isRevoked() || !realm.now().isBefore(token.expiry())) {
      return inactive();
    }
    Map<String, Object> members = active(token.family());
    members.put("scope", String.join(" ", token.scopes()));
    if (!token.targets().isEmpty()) {
      members.put("aud", List.copyOf(token.targets()));
    }
    if (!token.isKey()) {
      String thumbprint = token.thumbprint();
      members.put("token_type", thumbprint.isEmpty() ? "Bearer" : "DPoP");
      if (!thumbprint.isEmpty()) { // RFC 9449, section 6.2
        members.put("cnf", Map.of("jkt", thumbprint));
      }
      members.put("exp", token.expiry().getEpochSecond());
    }
    return members;
  }

  private Map<String, Object> active(Family family) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("active", true);
    members.put("iss", realm.issuer().get().toString());
    members.put("sub", realm.people().person(family.account).subject());
    members.put("username", family.account);
    members.put("client_id", family.clientId);
    members.put("scope", family.scope());
    return members;
  }

  private static Map<String, Object> inactive() {
    return Map.of("active", false);
  }
}
