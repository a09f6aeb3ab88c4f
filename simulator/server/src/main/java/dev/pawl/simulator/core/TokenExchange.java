package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Issuance.Telling;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of access tokens at the token endpoint (RFC 8693): the client gets one of its own
 * that acts for the subject's account. It begins a family without a refresh token.
 */
final class TokenExchange {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final Realm realm;
  private final Issuance issuance;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  TokenExchange(Realm realm, Issuance issuance) {
    this.realm = realm;
    this.issuance = issuance;
    this.guard = realm.guard();
  }

  DeliveredReply trade(Request request, @Nullable RegisteredClient client, String thumbprint) {
    AccessToken subject = active(request, "subject_token").orElse(null);
    Event event =
        Event.of(Operation.TOKEN_EXCHANGE, "", request.caller())
            .presented(subject == null ? "" : subject.label());
    if (client == null) {
      return refused(event, OAuthError.CLIENT);
    }
    if (!isWellFormed(request)) {
      return refused(event, OAuthError.TOKEN_TYPE);
    }
    if (subject == null || !isActorFit(request)) {
      return refused(event, OAuthError.SUBJECT);
    }
    Set<String> scopes =
        request
            .parameter("scope")
            .<Set<String>>map(text -> new TreeSet<>(Arrays.asList(text.split(" "))))
            .orElse(subject.scopes());
    if (!subject.scopes().containsAll(scopes) || !client.scopes().containsAll(scopes)) {
      return refused(event, OAuthError.SCOPE);
    }
    Targets targets = Targets.of(request);
    Optional<OAuthError> aside = targets.objection(client);
    if (aside.isPresent()) {
      return refused(event, aside.get());
    }
    Family family =
        realm
            .registry()
            .newSingleFamily(subject.family().account, client.id(), new TreeSet<>(scopes));
    return guard.serve(
        family.lock,
        event.family(family.name),
        known ->
            issuance.granted(
                known,
                realm.registry().mintRefreshToken(family),
                Telling.accessToken(family, Map.of("issued_token_type", ACCESS_TOKEN))
                    .bound(thumbprint)
                    .at(targets)));
  }

  private DeliveredReply refused(Event event, OAuthError error) {
    return guard.serve(strangers, event, known -> issuance.refused(known, error));
  }

  private static boolean isWellFormed(Request request) {
    return request.parameter("subject_token").isPresent()
        && isAccessToken(request, "subject_token_type")
        && (request.parameter("requested_token_type").isEmpty()
            || isAccessToken(request, "requested_token_type"))
        && request.parameter("actor_token").isPresent()
            == request.parameter("actor_token_type").isPresent();
  }

  private boolean isActorFit(Request request) {
    return request.parameter("actor_token").isEmpty()
        || (isAccessToken(request, "actor_token_type")
            && active(request, "actor_token").isPresent());
  }

  private static boolean isAccessToken(Request request, String type) {
    return request.parameter(type).equals(Optional.of(ACCESS_TOKEN));
  }

  private Optional<AccessToken> active(Request request, String name) {
    return request
        .parameter(name)
        .flatMap(realm.registry()::accessToken)
        .filter(token -> !token.isKey())
        .filter(realm::isActive);
  }
}
