package dev.pawl.simulator.core;

import dev.pawl.simulator.core.DeviceGrant.State;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The device authorization endpoint (RFC 8628, section 3.1). */
final class DeviceEndpoint implements Endpoint {
  private final Realm realm;
  private final RequestRules rules;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  DeviceEndpoint(Realm realm) {
    this.realm = realm;
    this.rules = realm.rules();
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    Event event = Event.of(Operation.DEVICE, "", request.caller());
    return guard.serve(lock, event, known -> begin(request, known));
  }

  private Decision begin(Request request, Event event) {
    Consent consent = realm.consent();
    Optional<OAuthError> objection = rules.objection(request);
    if (objection.isPresent()) {
      return Decision.refused(event, objection.get());
    }
    Optional<RegisteredClient> from = realm.clients().authenticated(request);
    if (from.isEmpty()) {
      return Decision.refused(event, OAuthError.CLIENT);
    }
    RegisteredClient client = from.get();
    if (!client.grantTypes().contains(RegisteredClient.DEVICE_CODE)) {
      return Decision.refused(event, OAuthError.UNAUTHORIZED);
    }
    Set<String> scopes = AuthorizationRules.scopes(request, client);
    if (!client.scopes().containsAll(scopes)) {
      return Decision.refused(event, OAuthError.SCOPE);
    }
    DeviceGrant grant =
        realm
            .registry()
            .newDeviceGrant(
                client.id(), scopes, realm.now().plus(consent.lifetime()), consent.interval());
    if (consent.device() != Consent.Manner.ASK) {
      grant.state = consent.device() == Consent.Manner.DENY ? State.DENIED : State.APPROVED;
      grant.account = request.parameter("login_hint").orElse("device");
    }
    return Decision.of(
        event.issued(grant.label),
        Reply.json(200, members(grant)).header("Cache-Control", "no-store"));
  }

  private Map<String, Object> members(DeviceGrant grant) {
    Map<String, Object> members = new LinkedHashMap<>();
    Consent consent = realm.consent();
    members.put("device_code", grant.code);
    members.put("user_code", grant.userCode);
    members.put("verification_uri", realm.issuer().get() + DevicePage.PATH);
    members.put(
        "verification_uri_complete",
        realm.issuer().get() + DevicePage.PATH + "?user_code=" + grant.userCode);
    members.put("expires_in", consent.lifetime().toSeconds());
    members.put("interval", consent.interval().toSeconds());
    return members;
  }
}
