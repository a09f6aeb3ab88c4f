package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.client.ClientAssertions;
import dev.pawl.simulator.core.client.Clients;
import dev.pawl.simulator.core.client.PossessionProofs;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.PostOnly;
import dev.pawl.simulator.core.jwt.Jose;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A simulated OAuth 2.0 authorization server: registered clients, token families under a {@link
 * RotationPolicy}, every decision in the ledger. Names of families and labels of tokens are those
 * of the whole world, whichever server they are asked of. Thread-safe; one lock a family.
 */
public final class SimulatedServer {
  /** The id of the first client, which is public. */
  public static final String CLIENT_ID = "pawl-simulator-client";

  private final Realm realm;
  private final Registry all;
  private final ServerTerms firstTerms;
  private volatile ServerTerms terms;

  /**
   * Creates a server without families.
   *
   * @param world clock, ledger and faults
   * @param beginning what it is like at first
   * @param seed what token values are made from
   * @param issuer the issuer's identifier, asked for when a request comes
   * @param jose what ID tokens are signed with, and clients' assertions are read with
   */
  public SimulatedServer(
      World world, Beginning beginning, long seed, Supplier<URI> issuer, Jose jose) {
    this(
        world,
        Service.OAUTH,
        beginning,
        new Registry(new Secrets(seed), world.clock()),
        new People(),
        issuer,
        jose);
  }

  private SimulatedServer(
      World world,
      Service service,
      Beginning beginning,
      Registry all,
      People people,
      Supplier<URI> issuer,
      Jose jose) {
    this.all = all;
    this.firstTerms = beginning.terms();
    this.terms = beginning.terms();
    this.realm =
        new Realm(
            world,
            service,
            issuer,
            this::terms,
            all.of(service, () -> world.clock().instant(service)),
            new Clients(
                RegisteredClient.publicClient(CLIENT_ID),
                new ClientAssertions(
                    jose.reader(),
                    () -> names(issuer.get()),
                    () -> world.clock().instant(service))),
            beginning.consent().another(),
            people,
            new PossessionProofs(
                jose.reader(), () -> world.clock().instant(service), service.name()),
            jose);
  }

  /* RFC 9126, section 2: the issuer or one of two addresses, whichever endpoint is asked. */
  private static Set<String> names(URI issuer) {
    return Set.of(issuer.toString(), issuer + "/oauth/token", issuer + "/oauth/par");
  }

  /**
   * What a server is like when it starts, and again after each reset.
   *
   * @param terms policy and lifetimes
   * @param consent how the person behaves
   */
  public record Beginning(ServerTerms terms, Consent consent) {}

  /**
   * Returns a further server in the same world. It has terms, clients and tokens of its own, and a
   * name in ledger, faults and clocks; people and the numbers of families are shared.
   *
   * @throws IllegalArgumentException if there is a service of that name
   */
  public SimulatedServer another(Service service, Beginning beginning, Supplier<URI> issuer) {
    realm.world().add(service);
    return new SimulatedServer(
        realm.world(), service, beginning, all, realm.people(), issuer, realm.jose());
  }

  /** Returns the server's name in ledger, faults and clocks. */
  public Service service() {
    return realm.service();
  }

  /** Returns the issuer's identifier. */
  public URI issuer() {
    return realm.issuer().get();
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
   * Forgets the families of all servers of this world and all people; of this server, codes and
   * clients but the first too. It goes by the first terms again. A request that is on its way ends
   * as if its family were still known.
   */
  public void reset() {
    terms = firstTerms;
    realm.registry().clear();
    realm.people().clear();
    realm.consent().reset();
    realm.clients().reset();
    realm.proofs().reset();
  }

  /** Returns the token endpoint. */
  public Endpoint tokenEndpoint() {
    return new PostOnly(new SimulatedTokenEndpoint(realm));
  }

  /** Returns the authorization endpoint; it consents as {@link #consent} says. */
  public Endpoint authorizationEndpoint() {
    return new AuthorizationEndpoint(realm);
  }

  /** Returns the device authorization endpoint (RFC 8628). */
  public Endpoint deviceEndpoint() {
    return new PostOnly(new DeviceEndpoint(realm));
  }

  /** Returns the page at which a device's code is typed. */
  public Endpoint devicePage() {
    return new DevicePage(realm);
  }

  /** Returns the endpoint that makes API keys. */
  public Endpoint keyEndpoint() {
    return new PostOnly(new KeyEndpoint(realm));
  }

  /** Returns how the person in front of the browser behaves. */
  public Consent consent() {
    return realm.consent();
  }

  /** Returns who can log in. */
  public People people() {
    return realm.people();
  }

  /** Returns the revocation endpoint (RFC 7009). */
  public Endpoint revocationEndpoint() {
    return new PostOnly(new RevocationEndpoint(realm));
  }

  /** Returns the pushed authorization request endpoint (RFC 9126). */
  public Endpoint pushEndpoint() {
    return new PostOnly(new PushEndpoint(realm));
  }

  /** Returns the introspection endpoint (RFC 7662). */
  public Endpoint introspectionEndpoint() {
    return new PostOnly(new IntrospectionEndpoint(realm));
  }

  /** Returns the endpoint that tells who a token acts for (OpenID Connect Core 1.0, 5.3). */
  public Endpoint userInfoEndpoint() {
    return new UserInfoEndpoint(realm);
  }

  /** Returns the keys that ID tokens are verified with (RFC 7517, section 5). */
  public Endpoint keySet() {
    return new Document(
        realm, Operation.KEYS, () -> Map.of("keys", List.of(realm.signer().publicKey())));
  }

  /** Returns the metadata document (RFC 8414; OpenID Connect Discovery 1.0). */
  public Endpoint metadata() {
    return new Document(realm, Operation.METADATA, new Metadata(realm)::document);
  }

  /** Returns the API that the access tokens of all servers of this world open. */
  public ProtectedApi protectedApi() {
    return new ProtectedApi(realm.world(), all, realm.jose().reader());
  }

  /** Returns what issues tokens of this server to machines. */
  public MachineTokens machineTokens() {
    return new MachineTokens(realm);
  }

  /** Returns what judges the tokens of this server for a service that they open. */
  public ResourceServer resourceServer(Service opened) {
    return new ResourceServer(realm.world(), realm.registry(), opened);
  }

  /** Returns the clients that are registered; {@link #CLIENT_ID} is the first. */
  public Clients clients() {
    return realm.clients();
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
        realm
            .clients()
            .find(clientId)
            .orElseThrow(() -> new NoSuchElementException("there is no client '" + clientId + "'"));
    Family family = realm.registry().newFamily(account, clientId, client.defaultScopes());
    return locked(
        family,
        now -> {
          Duration lifetime = terms.accessTtl();
          RefreshToken refreshToken = realm.registry().mintRefreshToken(family);
          AccessToken accessToken = realm.registry().mintAccessToken(refreshToken, now, lifetime);
          realm.enter(
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
    whileLocked(
        family,
        () -> {
          family.revoke();
          enter(owned(family).outcome(Outcome.FAMILY_REVOKED), family);
        });
  }

  /**
   * Kills the present access tokens of a family; its refresh token stays good.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public void revokeAccessTokens(String name) {
    Family family = require(name);
    whileLocked(
        family,
        () -> {
          family.accessTokens.revokeAll();
          enter(owned(family).outcome(Outcome.ACCESS_REVOKED), family);
        });
  }

  /**
   * Ends the present access tokens of a family, as if their time were over; its refresh token stays
   * good. No entry of the ledger says so.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public void expireAccessTokens(String name) {
    Family family = require(name);
    locked(
        family,
        now -> {
          family.accessTokens.endAll();
          return family;
        });
  }

  /** Tells whether a spend of this refresh token would be granted as a first one. */
  public boolean isCurrentRefreshToken(String value) {
    return all.refreshToken(value)
        .map(
            token ->
                locked(
                    token.family,
                    now -> token.family.alive && token.state == RefreshToken.State.CURRENT))
        .orElse(false);
  }

  /** Returns the family of a refresh or access token. */
  public Optional<String> familyOf(String token) {
    return all.refreshToken(token)
        .map(known -> known.family)
        .or(() -> all.accessToken(token).map(AccessToken::family))
        .map(family -> family.name);
  }

  /** Returns the label of a refresh or access token, such as {@code F1.rt3}. */
  public Optional<String> labelOf(String token) {
    return all.refreshToken(token)
        .map(known -> known.label)
        .or(() -> all.accessToken(token).map(AccessToken::label));
  }

  /** Returns the values of all tokens by label: what must never be found in a log. */
  public Map<String, String> secrets() {
    return all.values();
  }

  /** Tells whether a family is alive; one that does not exist is not. */
  public boolean isFamilyAlive(String name) {
    return all.family(name).map(family -> locked(family, now -> family.alive)).orElse(false);
  }

  /** Returns the state of all families, without any token's value. */
  public List<FamilyState> families() {
    return all.families().stream()
        .map(family -> locked(family, now -> FamilyState.of(family, now)))
        .toList();
  }

  private void enter(Event event, Family family) {
    realm.world().ledger().append(event.at(family.issuer));
  }

  private Family require(String name) {
    return all.family(name)
        .orElseThrow(() -> new NoSuchElementException("there is no family '" + name + "'"));
  }

  private static Event owned(Family family) {
    return Event.of(Operation.REVOKE, family.name, Caller.OWNER);
  }

  private static void whileLocked(Family family, Runnable work) {
    family.lock.lock();
    try {
      work.run();
    } finally {
      family.lock.unlock();
    }
  }

  private <T> T locked(Family family, Function<Instant, T> work) {
    family.lock.lock();
    try {
      return work.apply(realm.now());
    } finally {
      family.lock.unlock();
    }
  }
}
