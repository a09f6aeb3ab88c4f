package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.Clients;
import dev.pawl.simulator.core.client.PossessionProofs;
import dev.pawl.simulator.core.jwt.Jose;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.oidc.TokenSigner;
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
 * @param proofs what judges proofs of possession
 * @param jose what it signs with, and reads what others signed
 */
record Realm(
    World world,
    Service service,
    Supplier<URI> issuer,
    Supplier<ServerTerms> terms,
    Registry registry,
    Clients clients,
    Consent consent,
    People people,
    PossessionProofs proofs,
    Jose jose) {

  TokenSigner signer() {
    return jose.signer();
  }

  Guard guard() {
    return new Guard(world, service);
  }

  RequestRules rules() {
    return new RequestRules(terms);
  }

  /** Returns the time by the issuer's clock. */
  Instant now() {
    return world.clock().instant(service);
  }

  /** Tells whether an access token is neither ended nor revoked; takes its family's lock. */
  boolean isActive(AccessToken token) {
    token.family().lock.lock();
    try {
      return !token.isRevoked() && now().isBefore(token.expiry());
    } finally {
      token.family().lock.unlock();
    }
  }

  /** Enters what was done without a request. */
  void enter(Event event) {
    world.ledger().append(event.at(service));
  }
}
