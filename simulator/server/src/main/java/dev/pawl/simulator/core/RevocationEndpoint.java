package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The revocation endpoint (RFC 7009): a refresh token takes its family with it, an access token
 * goes alone, an unknown one is a success.
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
      return serve(request, event, token.family.lock, token.family::revoke);
    }
    Optional<AccessToken> accessToken = realm.registry().accessToken(value);
    if (accessToken.isPresent()) {
      AccessToken token = accessToken.get();
      Event event = event(request, token.family(), token.label()).outcome(Outcome.ACCESS_REVOKED);
      return serve(request, event, token.family().lock, token::revoke);
    }
    Event event = Event.of(Operation.REVOKE, "", request.caller()).outcome(Outcome.UNKNOWN_TOKEN);
    return serve(request, event, strangers, () -> {});
  }

  private static Event event(Request request, Family family, String label) {
    return Event.of(Operation.REVOKE, family.name, request.caller()).presented(label);
  }

  private DeliveredReply serve(
      Request request, Event event, ReentrantLock lock, Runnable revocation) {
    return guard.serve(
        lock,
        event,
        known -> {
          Optional<OAuthError> error = error(request);
          if (error.isPresent()) {
            return Decision.refused(known, error.get());
          }
          revocation.run();
          return Decision.of(known, Reply.empty(200));
        });
  }

  private Optional<OAuthError> error(Request request) {
    Optional<OAuthError> objection = rules.objection(request);
    if (objection.isPresent()) {
      return objection;
    }
    if (request.parameter("token").isEmpty()) {
      return Optional.of(OAuthError.REQUEST);
    }
    return realm.clients().authenticated(request).isPresent()
        ? Optional.empty()
        : Optional.of(OAuthError.CLIENT);
  }
}
