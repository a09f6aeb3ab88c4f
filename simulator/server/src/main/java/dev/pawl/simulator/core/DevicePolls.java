package dev.pawl.simulator.core;

import dev.pawl.simulator.core.DeviceGrant.State;
import dev.pawl.simulator.core.Issuance.Telling;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The polls of devices at the token endpoint (RFC 8628, section 3.4): who asks too soon is told to
 * slow down and from then on has to.
 */
final class DevicePolls {
  private static final Duration SLOWER = Duration.ofSeconds(5);

  private final Realm realm;
  private final Issuance issuance;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  DevicePolls(Realm realm, Issuance issuance) {
    this.realm = realm;
    this.issuance = issuance;
    this.guard = realm.guard();
  }

  DeliveredReply poll(Request request, @Nullable RegisteredClient client, String thumbprint) {
    DeviceGrant grant =
        request.parameter("device_code").flatMap(realm.registry()::deviceGrant).orElse(null);
    Event event = Event.of(Operation.POLL, "", request.caller());
    return grant == null
        ? guard.serve(strangers, event, known -> issuance.refused(known, OAuthError.BAD_CODE))
        : guard.serve(
            grant.lock,
            event.presented(grant.label),
            known -> decide(client, grant, known, thumbprint));
  }

  private Decision decide(
      @Nullable RegisteredClient client, DeviceGrant grant, Event event, String thumbprint) {
    Instant now = realm.now();
    if (client == null) {
      return issuance.refused(event, OAuthError.CLIENT);
    }
    if (grant.state == State.REDEEMED || !client.id().equals(grant.clientId)) {
      return issuance.refused(event, OAuthError.BAD_CODE);
    }
    if (!now.isBefore(grant.expiry)) {
      return issuance.refused(event, OAuthError.EXPIRED);
    }
    Instant before = grant.polledAt;
    grant.polledAt = now;
    if (before != null && now.isBefore(before.plus(grant.interval))) {
      grant.interval = grant.interval.plus(SLOWER);
      return issuance.refused(event, OAuthError.SLOW_DOWN);
    }
    return switch (grant.state) {
      case PENDING -> issuance.refused(event, OAuthError.PENDING);
      case DENIED -> issuance.refused(event, OAuthError.DENIED);
      default -> granted(grant, event, thumbprint);
    };
  }

  private Decision granted(DeviceGrant grant, Event event, String thumbprint) {
    grant.state = State.REDEEMED;
    Family family = realm.registry().newFamily(grant.account, grant.clientId, grant.scopes);
    family.lock.lock();
    try {
      return issuance.granted(
          event.login(family.name),
          realm.registry().mintRefreshToken(family),
          Telling.login(family, "").bound(thumbprint));
    } finally {
      family.lock.unlock();
    }
  }
}
