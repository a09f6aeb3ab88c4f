package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Service;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * A service that the access tokens of an issuer open (RFC 6749, section 1.1). It goes by its own
 * clock; what it says is for its user to decide. Thread-safe.
 */
public final class ResourceServer {
  private final World world;
  private final Registry registry;
  private final Service service;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  ResourceServer(World world, Registry registry, Service service) {
    this.world = world;
    this.registry = registry;
    this.service = service;
    this.guard = new Guard(world, service);
  }

  /**
   * A token as it was presented.
   *
   * @param outcome GRANTED if it opens the service, else UNKNOWN, EXPIRED or REVOKED
   * @param account whose login it stands for; empty if it is unknown
   * @param family its family; empty if it is unknown
   * @param expiry when it ends
   */
  public record Presented(Outcome outcome, String account, String family, Instant expiry) {
    /** Tells whether the token opens the service. */
    public boolean isGood() {
      return outcome == Outcome.GRANTED;
    }
  }

  /**
   * Serves one request, with its faults, under the lock of the token's family.
   *
   * @param event what was asked for
   * @param token the access token that came with it; empty for none
   * @param decide gets the event with family, token and outcome, and what the token is worth
   */
  public DeliveredReply serve(
      Event event, String token, BiFunction<Event, Presented, Decision> decide) {
    Optional<AccessToken> known = registry.accessToken(token);
    if (known.isEmpty()) {
      Presented stranger = new Presented(Outcome.UNKNOWN, "", "", Instant.MIN);
      return guard.serve(
          strangers, event, asked -> decide.apply(asked.outcome(Outcome.UNKNOWN), stranger));
    }
    AccessToken access = known.get();
    Event named = event.family(access.family().name).presented(access.label());
    return guard.serve(
        access.family().lock,
        named,
        asked -> {
          Presented presented = judged(access);
          return decide.apply(asked.outcome(presented.outcome()), presented);
        });
  }

  private Presented judged(AccessToken token) {
    boolean over = !world.clock().instant(service).isBefore(token.expiry());
    Outcome outcome =
        token.isRevoked() ? Outcome.REVOKED : over ? Outcome.EXPIRED : Outcome.GRANTED;
    Family family = token.family();
    return new Presented(outcome, family.account, family.name, token.expiry());
  }
}
