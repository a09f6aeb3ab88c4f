package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.Clients;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Service;
import java.net.URI;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What the endpoints of one issuer share.
 *
 * @param world clock, ledger and faults
 * @param service the issuer's name in ledger, faults and clocks
 * @param issuer its identifier, asked for when a request comes
 * @param terms what it goes by now
 * @param registry its families and tokens
 * @param clients its clients
 * @param consent how people in front of a browser behave
 * @param people who can log in
 */
record Realm(
    World world,
    Service service,
    Supplier<URI> issuer,
    Supplier<ServerTerms> terms,
    Registry registry,
    Clients clients,
    Consent consent,
    People people) {

  Guard guard() {
    return world.guard(service);
  }

  RequestRules rules() {
    return new RequestRules(terms);
  }

  Issuance issuance() {
    return new Issuance(this);
  }

  /** Returns the time by the issuer's clock. */
  Instant now() {
    return world.clock().instant(service);
  }

  /** Enters what was done without a request. */
  void enter(Event event) {
    world.ledger().append(event.at(service));
  }
}
