package dev.pawl.simulator.core;

import dev.pawl.simulator.core.DeviceGrant.State;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Kind;
import dev.pawl.simulator.core.ledger.Ledger;
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

  private final VirtualClock clock;
  private final Ledger ledger;
  private final Registry registry;
  private final Issuance issuance;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  DevicePolls(World world, Registry registry, Issuance issuance) {
    this.clock = world.clock();
    this.ledger = world.ledger();
    this.registry = registry;
    this.issuance = issuance;
    this.guard = world.guard(Service.AUTHORIZATION);
  }

  DeliveredReply poll(Request request, @Nullable RegisteredClient client) {
    DeviceGrant grant =
        request.parameter("device_code").flatMap(registry::deviceGrant).orElse(null);
    Event event = Event.of(Kind.POLL, "", request.client());
    return grant == null
        ? guard.serve(strangers, event, known -> refuse(known, OAuthError.BAD_CODE))
        : guard.serve(grant.lock, event.token(grant.label), known -> decide(client, grant, known));
  }

  private DeliveredReply decide(@Nullable RegisteredClient client, DeviceGrant grant, Event event) {
    Instant now = clock.instant();
    if (client == null) {
      return refuse(event, OAuthError.CLIENT);
    }
    if (grant.state == State.REDEEMED || !client.id().equals(grant.clientId)) {
      return refuse(event, OAuthError.BAD_CODE);
    }
    if (!now.isBefore(grant.expiry)) {
      return refuse(event, OAuthError.EXPIRED);
    }
    Instant before = grant.polledAt;
    grant.polledAt = now;
    if (before != null && now.isBefore(before.plus(grant.interval))) {
      grant.interval = grant.interval.plus(SLOWER);
      return refuse(event, OAuthError.SLOW_DOWN);
    }
    return switch (grant.state) {
      case PENDING -> refuse(event, OAuthError.PENDING);
      case DENIED -> refuse(event, OAuthError.DENIED);
      default -> granted(grant, event);
    };
  }

  private DeliveredReply granted(DeviceGrant grant, Event event) {
    grant.state = State.REDEEMED;
    Family family = registry.newFamily(grant.account, grant.clientId, grant.scopes);
    family.lock.lock();
    try {
      ledger.append(
          new Event(
              Kind.LOGIN,
              event.outcome(),
              family.name,
              event.token(),
              event.fault(),
              event.client()));
      return issuance.granted(registry.mintRefreshToken(family), true, family.scope());
    } finally {
      family.lock.unlock();
    }
  }

  private DeliveredReply refuse(Event event, OAuthError error) {
    ledger.append(event.outcome(error.outcome));
    return issuance.refused(error);
  }
}
