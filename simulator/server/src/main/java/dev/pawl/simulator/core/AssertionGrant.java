package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Issuance.Telling;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.SignedToken;
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
 * Access tokens for assertions (RFC 7523, section 2.1), such as those of service accounts: who says
 * one is a client with a key, and its subject is the account. It begins a family without a refresh
 * token. The client need not authenticate besides (RFC 7521, section 4.1); one that does, must do
 * it right.
 */
final class AssertionGrant {
  private final Realm realm;
  private final Issuance issuance;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  AssertionGrant(Realm realm, Issuance issuance) {
    this.realm = realm;
    this.issuance = issuance;
    this.guard = realm.guard();
  }

  DeliveredReply redeem(
      Request request, @Nullable RegisteredClient authenticated, String thumbprint) {
    if (authenticated == null && namesItself(request)) {
      return refused(request, OAuthError.CLIENT);
    }
    if (request.parameter("assertion").isEmpty()) {
      return refused(request, OAuthError.REQUEST);
    }
    SignedToken assertion = realm.clients().assertion(request).orElse(null);
    RegisteredClient account =
        assertion == null ? null : realm.clients().find(assertion.text("iss")).orElse(null);
    if (assertion == null || account == null || assertion.text("sub").isEmpty()) {
      return refused(request, OAuthError.ASSERTION);
    }
    if (!account.grantTypes().contains(RegisteredClient.JWT_BEARER)) {
      return refused(request, OAuthError.UNAUTHORIZED);
    }
    String wanted = request.parameter("scope").orElse(assertion.text("scope"));
    Set<String> scopes =
        wanted.isEmpty()
            ? account.defaultScopes()
            : new TreeSet<>(Arrays.asList(wanted.split(" ")));
    if (!account.scopes().containsAll(scopes)) {
      return refused(request, OAuthError.SCOPE);
    }
    Optional<OAuthError> aside = Targets.of(request).objection(account);
    if (aside.isPresent()) {
      return refused(request, aside.get());
    }
    Family family = realm.registry().newSingleFamily(assertion.text("sub"), account.id(), scopes);
    return granted(request, family, thumbprint);
  }

  private static boolean namesItself(Request request) {
    return request.parameter("client_id").isPresent()
        || request.parameter("client_assertion").isPresent()
        || request.header("authorization").isPresent();
  }

  private DeliveredReply granted(Request request, Family family, String thumbprint) {
    Event event = Event.of(Operation.JWT_BEARER, family.name, request.caller());
    return guard.serve(
        family.lock,
        event,
        known ->
            issuance.granted(
                known,
                realm.registry().mintRefreshToken(family),
                Telling.accessToken(family, Map.of()).bound(thumbprint).at(Targets.of(request))));
  }

  private DeliveredReply refused(Request request, OAuthError error) {
    Event event = Event.of(Operation.JWT_BEARER, "", request.caller());
    return guard.serve(strangers, event, known -> issuance.refused(known, error));
  }
}
