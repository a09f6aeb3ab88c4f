package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The revocation endpoint (RFC 7009): a refresh token takes its family with it, an access token
 * goes alone, an unknown one is a success, one of another client is refused.
 */
final class RevocationEndpoint implements Endpoint {
  private final Realm realm;
  private final RequestRules rules;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  RevocationEndpoint(Realm realm) {
    this.realm = realm;
    this.rules = realm.rules();
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    String value = request.parameter("token").orElse("");
    Optional<RefreshToken> refreshToken = realm.registry().refreshToken(value);
    if (refreshToken.isPresent()) {
      RefreshToken token = refreshToken.get();
      Event event = event(request, token.family, token.label).outcome(Outcome.FAMILY_REVOKED);
      return serve(request, event, token.family, token.family::revoke);
    }
    Optional<AccessToken> accessToken = realm.registry().accessToken(value);
    if (accessToken.isPresent()) {
      AccessToken token = accessToken.get();
      Event event = event(request, token.family(), token.label()).outcome(Outcome.ACCESS_REVOKED);
      return serve(request, event, token.family(), token::revoke);
    }
    Event event = Event.of(Operation.REVOKE, "", request.caller()).outcome(Outcome.UNKNOWN_TOKEN);
    return guard.serve(strangers, event, known -> decide(known, error(request, null), () -> {}));
  }

  private static Event event(Request request, Family family, String label) {
    return Event.of(Operation.REVOKE, family.name, request.caller()).presented(label);
  }

  private DeliveredReply serve(Request request, Event event, Family family, Runnable revocation) {
    return guard.serve(
        family.lock, event, known -> decide(known, error(request, family), revocation));
  }

  private static Decision decide(Event event, Optional<OAuthError> error, Runnable revocation) {
    if (error.isPresent()) {
      return Decision.refused(event, error.get());
    }
    revocation.run();
    return Decision.of(event, Reply.empty(200));
  }

  /* Who asks is verified before what is asked for (RFC 7009, section 2.1). */
  private Optional<OAuthError> error(Request request, @Nullable Family family) {
    Optional<OAuthError> objection = rules.objection(request);
    if (objection.isPresent()) {
      return objection;
    }
    RegisteredClient client = realm.clients().authenticated(request).orElse(null);
    if (client == null) {
      return Optional.of(OAuthError.CLIENT);
    }
    if (family != null && !client.id().equals(family.clientId)) {
      return Optional.of(OAuthError.FOREIGN_TOKEN);
    }
    return request.parameter("token").isPresent()
        ? Optional.empty()
        : Optional.of(OAuthError.REQUEST);
  }
}
