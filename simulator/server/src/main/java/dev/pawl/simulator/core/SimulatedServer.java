package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.Clients;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A simulated OAuth 2.0 authorization server: registered clients, token families under a {@link
 * RotationPolicy}, every decision in the ledger. Thread-safe; one lock a family.
 */
public final class SimulatedServer {
  /** The id of the first client, which is public. */
  public static final String CLIENT_ID = "pawl-simulator-client";

  private final World world;
  private final ServerTerms firstTerms;
  private final People people = new People();
  private final Consent consent = new Consent();
  private final Clients clients = new Clients(RegisteredClient.publicClient(CLIENT_ID));
  private final Registry registry;
  private final Issuance issuance;
  private final Supplier<URI> issuer;
  private final RequestRules rules;
  private volatile ServerTerms terms;

  /**
   * Creates a server without families.
   *
   * @param world clock, ledger and faults
   * @param terms policy and lifetimes
   * @param seed what token values are made from
   * @param issuer the issuer's identifier, asked for when a request comes
   */
  public SimulatedServer(World world, ServerTerms terms, long seed, Supplier<URI> issuer) {
    this.world = world;
    this.firstTerms = terms;
    this.terms = terms;
    this.issuer = issuer;
    this.rules = new RequestRules(this::terms);
    this.registry = new Registry(new Secrets(seed), world.clock());
    this.issuance = new Issuance(registry, this::terms, world.clock(), people);
  }

  /** Returns what the server goes by now. */
  public ServerTerms terms() {
    return terms;
  }

  /** Sets what the server goes by from now on; what was issued keeps its lifetime. */
  public void terms(ServerTerms others) {
    terms = others;
  }

  /**
   * Forgets all families, codes, people and clients but the first, and goes by the first terms
   * again. A request that is on its way ends as if its family were still known.
   */
  public void reset() {
    terms = firstTerms;
    registry.clear();
    people.clear();
    consent.reset();
    clients.reset();
  }

  /** Returns the token endpoint. */
  public Endpoint tokenEndpoint() {
    return new SimulatedTokenEndpoint(
        world, registry, issuance, new Rotation(registry, this::terms), rules, clients);
  }

  /** Returns the authorization endpoint; it consents as {@link #consent} says. */
  public Endpoint authorizationEndpoint() {
    return new AuthorizationEndpoint(world, registry, consent, issuer, clients);
  }

  /** Returns the device authorization endpoint (RFC 8628). */
  public Endpoint deviceEndpoint() {
    return new DeviceEndpoint(world, registry, consent, issuer, rules, clients);
  }

  /** Returns the page at which a device's code is typed. */
  public Endpoint devicePage() {
    return new DevicePage(world, registry);
  }

  /** Returns the endpoint that makes API keys. */
  public Endpoint keyEndpoint() {
    return new KeyEndpoint(world, registry, people);
  }

  /** Returns how the person in front of the browser behaves. */
  public Consent consent() {
    return consent;
  }

  /** Returns who can log in. */
  public People people() {
    return people;
  }

  /** Returns the revocation endpoint (RFC 7009). */
  public Endpoint revocationEndpoint() {
    return new RevocationEndpoint(world, registry, rules, clients);
  }

  /** Returns the metadata document (RFC 8414). */
  public Endpoint metadata() {
    return new Metadata(world, issuer, clients);
  }

  /** Returns the API that this server's access tokens open. */
  public ProtectedApi protectedApi() {
    return new ProtectedApi(world, registry);
  }

  /** Returns the clients that are registered; {@link #CLIENT_ID} is the first. */
  public Clients clients() {
    return clients;
  }

  /** Issues real tokens to the first client as if a login had just happened. */
  public IssuedGrant newFamily(String account) {
    return newFamily(account, CLIENT_ID);
  }

  /**
   * Issues real tokens to a client as if a login had just happened.
   *
   * @throws NoSuchElementException if there is no such client
   */
  public IssuedGrant newFamily(String account, String clientId) {
    RegisteredClient client =
        clients
            .find(clientId)
            .orElseThrow(() -> new NoSuchElementException("there is no client '" + clientId + "'"));
    Family family = registry.newFamily(account, clientId, new TreeSet<>(client.scopes()));
    return locked(
        family,
        now -> {
          Duration lifetime = terms.accessTtl();
          RefreshToken refreshToken = registry.mintRefreshToken(family);
          AccessToken accessToken = registry.mintAccessToken(refreshToken, now, lifetime);
          world
              .ledger()
              .append(
                  Event.of(Operation.LOGIN, family.name, Caller.OWNER)
                      .issued(refreshToken.label)
                      .access(accessToken.label()));
          return new IssuedGrant(
              family.name, accessToken.value(), refreshToken.value, lifetime, family.scope());
        });
  }

  /**
   * Kills a family: its refresh tokens and its access tokens.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public void revokeFamily(String name) {
    Family family = require(name);
    locked(
        family,
        now -> {
          family.revoke();
          return world.ledger().append(owned(family).outcome(Outcome.FAMILY_REVOKED));
        });
  }

  /**
   * Kills the present access tokens of a family; its refresh token stays good.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public void revokeAccessTokens(String name) {
    Family family = require(name);
    locked(
        family,
        now -> {
          family.accessTokens.revokeAll();
          return world.ledger().append(owned(family).outcome(Outcome.ACCESS_REVOKED));
        });
  }

  /** Tells whether a spend of this refresh token would be granted as a first one. */
  public boolean isCurrentRefreshToken(String value) {
    return registry
        .refreshToken(value)
        .map(
            token ->
                locked(
                    token.family,
                    now -> token.family.alive && token.state == RefreshToken.State.CURRENT))
        .orElse(false);
  }

  /** Returns the family of a refresh or access token. */
  public Optional<String> familyOf(String token) {
    return registry
        .refreshToken(token)
        .map(known -> known.family)
        .or(() -> registry.accessToken(token).map(AccessToken::family))
        .map(family -> family.name);
  }

  /** Returns the label of a refresh or access token, such as {@code F1.rt3}. */
  public Optional<String> labelOf(String token) {
    return registry
        .refreshToken(token)
        .map(known -> known.label)
        .or(() -> registry.accessToken(token).map(AccessToken::label));
  }

  /** Returns the values of all tokens by label: what must never be found in a log. */
  public Map<String, String> secrets() {
    return registry.values();
  }

  /** Tells whether a family is alive; one that does not exist is not. */
  public boolean isFamilyAlive(String name) {
    return registry.family(name).map(family -> locked(family, now -> family.alive)).orElse(false);
  }

  /** Returns the state of all families, without any token's value. */
  public List<FamilyState> families() {
    return registry.families().stream()
        .map(family -> locked(family, now -> FamilyState.of(family, now)))
        .toList();
  }

  private Family require(String name) {
    return registry
        .family(name)
        .orElseThrow(() -> new NoSuchElementException("there is no family '" + name + "'"));
  }

  private static Event owned(Family family) {
    return Event.of(Operation.REVOKE, family.name, Caller.OWNER);
  }

  private <T> T locked(Family family, Function<Instant, T> work) {
    family.lock.lock();
    try {
      return work.apply(world.clock().instant());
    } finally {
      family.lock.unlock();
    }
  }
}
