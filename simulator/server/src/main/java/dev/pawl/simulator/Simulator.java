package dev.pawl.simulator;

import dev.pawl.simulator.admin.AdminApi;
import dev.pawl.simulator.admin.Subject;
import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.aws.Aws;
import dev.pawl.simulator.cloud.azure.Azure;
import dev.pawl.simulator.cloud.google.Google;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.FamilyState;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.IssuerPath;
import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.core.People;
import dev.pawl.simulator.core.ProtectedApi;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.SimulatedServer.Beginning;
import dev.pawl.simulator.core.VirtualClock;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.client.Clients;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.core.jwt.Jose;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.cut.Cut;
import dev.pawl.simulator.cut.Cuts;
import dev.pawl.simulator.jose.RsaSigner;
import dev.pawl.simulator.jose.StrictTokenReader;
import dev.pawl.simulator.process.ProcProcesses;
import dev.pawl.simulator.process.ProcessFinder;
import dev.pawl.simulator.process.WatchedLock;
import dev.pawl.simulator.scenario.Controls;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioRun;
import dev.pawl.simulator.tls.Certificate;
import dev.pawl.simulator.tls.Identity;
import dev.pawl.simulator.wire.Outlet;
import dev.pawl.simulator.wire.Site;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server and a protected API on loopback sockets, with a clock to turn, faults to
 * script and a ledger to question. The authorization server and the API have a port each, so that
 * one may be down while the other is up. Thread-safe.
 */
public final class Simulator implements AutoCloseable {
  private static final Environment NOTHING = new Environment(Map.of(), List.of(), Map.of());

  private static final String LOOPBACK = "localhost,127.0.0.1,::1";

  /** What names a file of certificates to trust: AWS, Python, Node, OpenSSL, curl. */
  private static final List<String> TRUSTED_BY =
      List.of(
          "AWS_CA_BUNDLE",
          "REQUESTS_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS",
          "SSL_CERT_FILE",
          "CURL_CA_BUNDLE",
          "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE");

  private final World world;
  private final long seed;
  private final Duration skew;
  private final SimulatedServer server;
  private final Issuers issuers;
  private final String path;
  private final ProtectedApi api;
  private final Blackout blackout;
  private final String adminToken = Sites.randomToken();
  private final Outlet authorization;
  private final Outlet resources;
  private final Optional<Clouds> clouds;
  private final Optional<Cuts> cuts;
  private final Optional<Identity> identity;
  private final Ports ports;
  private final Optional<Scenario> prepared;
  private final ReentrantLock turns = new ReentrantLock(); // of those who play and reset
  private volatile @Nullable ScenarioRun run;

  private Simulator(Builder builder) {
    this.seed = builder.seed;
    this.skew = builder.skew;
    this.world = World.fresh(seed);
    this.path = builder.path;
    this.server =
        new SimulatedServer(
            world,
            new Beginning(builder.terms, builder.consent),
            seed,
            this::issuer,
            new Jose(new RsaSigner(), new StrictTokenReader()));
    this.issuers = new Issuers(server, path, builder.issuers, this::root);
    this.api = server.protectedApi();
    world.clock().skew(Service.API, builder.skew);
    Sites sites = new Sites(world, builder.processes, builder.origins, builder.takesRealSecrets);
    this.identity =
        Optional.ofNullable(builder.certificate).map(kind -> Identity.of(kind, builder.host));
    this.ports = new Ports(builder.host, builder.port, builder.cut, identity);
    this.authorization = ports.open(sites(sites));
    this.blackout = new Blackout(authorization, world.availability());
    Subject subject =
        new Subject(
            world,
            server,
            api,
            blackout::become,
            this::cuts,
            this::play,
            this::scenario,
            this::aws,
            this::environment,
            new WatchedLock(builder.lockFile),
            this::reset);
    this.resources =
        ports.open(List.of(sites.resources(api, new AdminApi(subject, adminToken, builder.host))));
    this.clouds =
        builder.clouds
            ? Optional.of(new Clouds(world, server, seed, new StrictTokenReader(), sites, ports))
            : Optional.empty();
    this.cuts = ports.cut(authorization, resources);
    this.prepared = Optional.ofNullable(builder.scenario);
    prepared.ifPresent(one -> one.prepare(controls()));
    this.run =
        builder.played
            ? prepared.map(one -> ScenarioRun.begin(one, controls())).orElse(null)
            : null;
  }

  private Controls controls() {
    return new Controls(world, server, api, blackout::become, this::cuts);
  }

  /** Returns a builder with standard terms on free ports. */
  public static Builder builder() {
    return new Builder();
  }

  private List<Site> sites(Sites sites) {
    List<Site> all =
        issuers.byPath().entrySet().stream()
            .map(each -> sites.issuer(each.getValue(), each.getKey()))
            .toList();
    Set<String> routes = new HashSet<>();
    for (Site site : all) {
      for (String route : site.routes().keySet()) {
        if (!routes.add(route)) {
          throw new IllegalArgumentException("two issuers have an endpoint at " + route);
        }
      }
    }
    return all;
  }

  private URI root() {
    return cuts.map(both -> both.issuer().address()).orElseGet(authorization::root);
  }

  /**
   * Returns the first issuer's identifier: scheme, host, port and its path, if it has one. Where
   * there are cut ports, host and port are those of the one before the authorization server, and so
   * they are in all that the metadata name.
   */
  public URI issuer() {
    return URI.create(root() + path);
  }

  /**
   * Returns the server of a further issuer: its identifier, clients, people and terms.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public SimulatedServer issuer(String name) {
    return issuers.named(name);
  }

  /** Returns the servers of the further issuers by name; the first issuer is not among them. */
  public Map<String, SimulatedServer> issuers() {
    return issuers.further();
  }

  /** Returns the address of the token endpoint. */
  public URI tokenEndpoint() {
    return URI.create(issuer() + "/oauth/token");
  }

  /** Returns the address of the authorization endpoint. */
  public URI authorizationEndpoint() {
    return URI.create(issuer() + "/oauth/authorize");
  }

  /** Returns the address of the device authorization endpoint. */
  public URI deviceEndpoint() {
    return URI.create(issuer() + "/oauth/device_authorization");
  }

  /** Returns the address of the endpoint that makes API keys. */
  public URI keyEndpoint() {
    return URI.create(issuer() + "/api/keys");
  }

  /** Returns how the person in front of the browser behaves. */
  public Consent consent() {
    return server.consent();
  }

  /** Returns who can log in. */
  public People people() {
    return server.people();
  }

  /** Returns the address of the revocation endpoint. */
  public URI revocationEndpoint() {
    return URI.create(issuer() + "/oauth/revoke");
  }

  /**
   * Returns the root of the protected API: scheme, host and port. Where there are cut ports, it is
   * the address of the one before the API.
   */
  public URI api() {
    return cuts.map(both -> both.api().address()).orElseGet(resources::root);
  }

  /**
   * Returns the cut port before the authorization server.
   *
   * @throws IllegalStateException if none was asked for ({@link Builder#cut})
   */
  public Cut cutBeforeIssuer() {
    return cuts.orElseThrow(Simulator::noCut).issuer();
  }

  /**
   * Returns the cut port before the API.
   *
   * @throws IllegalStateException if none was asked for ({@link Builder#cut})
   */
  public Cut cutBeforeApi() {
    return cuts.orElseThrow(Simulator::noCut).api();
  }

  private static IllegalStateException noCut() {
    return new IllegalStateException("there is no cut port: ask the builder for it");
  }

  /**
   * Returns the services of AWS.
   *
   * @throws IllegalStateException if no clouds were asked for ({@link Builder#clouds})
   */
  public Aws aws() {
    return clouds.orElseThrow(Simulator::noClouds).aws();
  }

  /**
   * Returns the services of Google.
   *
   * @throws IllegalStateException if no clouds were asked for ({@link Builder#clouds})
   */
  public Google google() {
    return clouds.orElseThrow(Simulator::noClouds).google();
  }

  /**
   * Returns the services of Azure.
   *
   * @throws IllegalStateException if no clouds were asked for ({@link Builder#clouds})
   */
  public Azure azure() {
    return clouds.orElseThrow(Simulator::noClouds).azure();
  }

  /**
   * Begins a login at each cloud, and returns what a process needs to take this simulator for the
   * vendors: variables, and the files of its home directory, which are still to be written.
   *
   * @throws IllegalStateException if no clouds were asked for ({@link Builder#clouds})
   */
  public Environment environment(Path home) {
    Environment all = clouds.orElseThrow(Simulator::noClouds).environment(home);
    Environment api =
        new Environment(
            Map.of(
                "HOME",
                home.toString(),
                "NO_PROXY",
                LOOPBACK,
                "no_proxy",
                LOOPBACK,
                "ANTHROPIC_BASE_URL",
                api().toString()),
            List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
            Map.of());
    Environment trust = identity.map(each -> trust(home, each)).orElse(NOTHING);
    return api.and(all).and(trust);
  }

  private static Environment trust(Path home, Identity identity) {
    String file = home.resolve("ca.pem").toString();
    Map<String, String> variables = new LinkedHashMap<>();
    TRUSTED_BY.forEach(name -> variables.put(name, file));
    return new Environment(variables, List.of(), Map.of("ca.pem", identity.pem()));
  }

  private static IllegalStateException noClouds() {
    return new IllegalStateException("there are no clouds: ask the builder for them");
  }

  /**
   * Returns the certificate of the authority that signed the server's, in PEM (RFC 7468): what a
   * client has to trust. It is another one at each start.
   *
   * @throws IllegalStateException if no TLS was asked for ({@link Builder#tls})
   */
  public String caCertificate() {
    return identity
        .map(Identity::pem)
        .orElseThrow(() -> new IllegalStateException("there is no TLS: ask the builder for it"));
  }

  private Optional<Cuts> cuts() {
    return cuts;
  }

  /** Returns the id of the first client; it is public and has no secret. */
  public String clientId() {
    return SimulatedServer.CLIENT_ID;
  }

  /** Returns the clients that are registered; may be changed at any time. */
  public Clients clients() {
    return server.clients();
  }

  /**
   * Returns the root of the admin API; it stays up when the authorization server is down, and lies
   * behind no cut port.
   */
  public URI admin() {
    return resources.root().resolve(AdminApi.ROOT);
  }

  /**
   * Returns the address of the live page, with the admin token behind the {@code #}: for a browser
   * of this machine, and as secret as the token.
   */
  public URI page() {
    return URI.create(resources.root() + "/#token=" + adminToken);
  }

  /** Returns the bearer token of the admin API; a new random one for each start. */
  public String adminToken() {
    return adminToken;
  }

  /** Returns the seed of tokens and chances. */
  public long seed() {
    return seed;
  }

  /**
   * Issues real tokens as if a login had just happened; the families are named F1, F2 and so on.
   */
  public IssuedGrant newFamily(String account) {
    return server.newFamily(account);
  }

  /**
   * Issues real tokens to a client as if a login had just happened.
   *
   * @throws NoSuchElementException if there is no such client
   */
  public IssuedGrant newFamily(String account, String clientId) {
    return server.newFamily(account, clientId);
  }

  /** Returns the clock. */
  public VirtualClock clock() {
    return world.clock();
  }

  /** Returns the faults to come. */
  public FaultPlan faults() {
    return world.faults();
  }

  /** Returns the record of everything that was committed. */
  public Ledger ledger() {
    return world.ledger();
  }

  /**
   * Writes the ledger as JSON Lines.
   *
   * @throws IOException if the file cannot be written
   */
  public void exportLedger(Path file) throws IOException {
    List<String> lines =
        ledger().entries().list().stream()
            .map(LedgerEntry::members)
            .map(StrictJson::write)
            .toList();
    Files.write(file, lines);
  }

  /**
   * Kills a family: refresh tokens and access tokens.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public void revokeFamily(String family) {
    server.revokeFamily(family);
  }

  /**
   * Kills the present access tokens of a family; the refresh token stays good.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public void revokeAccessTokens(String family) {
    server.revokeAccessTokens(family);
  }

  /** Tells whether a spend of this refresh token would be granted as a first one. */
  public boolean isCurrentRefreshToken(String refreshToken) {
    return server.isCurrentRefreshToken(refreshToken);
  }

  /** Returns the family of a refresh or access token. */
  public Optional<String> familyOf(String token) {
    return server.familyOf(token);
  }

  /** Returns the label of a refresh or access token, such as {@code F1.rt3}. */
  public Optional<String> labelOf(String token) {
    return server.labelOf(token);
  }

  /** Returns the values of all tokens by label: what must never be found in a log. */
  public Map<String, String> secrets() {
    Map<String, String> secrets = new TreeMap<>(server.secrets());
    clouds.ifPresent(all -> secrets.putAll(all.secrets()));
    return secrets;
  }

  /** Tells whether a family is alive; one that does not exist is not. */
  public boolean isFamilyAlive(String family) {
    return server.isFamilyAlive(family);
  }

  /** Returns the state of all families. */
  public List<FamilyState> families() {
    return server.families();
  }

  /** Sets the shape in which the API refuses revoked tokens. */
  public void rejectionShape(RejectionShape shape) {
    api.rejectionShape(shape);
  }

  /**
   * Has the API open to tokens alone that came from a refresh with the claims that it names in its
   * refusal, as Entra ID's claims challenge has it; or to all of them again.
   */
  public void demandClaims(boolean demands) {
    api.demandClaims(demands);
  }

  /**
   * Plays the timeline of a scenario from now on, in the place of what is left of another one.
   * Faults and all else that the other one has brought about stay. What the scenario says of the
   * server is for the {@linkplain Builder#server builder}, and is not heard here.
   */
  public ScenarioRun play(Scenario other) {
    turns.lock();
    try {
      world.timeline().clear();
      world.faults().unwatch();
      ScenarioRun begun = ScenarioRun.begin(other, controls());
      run = begun;
      return begun;
    } finally {
      turns.unlock();
    }
  }

  /** Returns the scenario that is being played, or was; empty if there is none. */
  public Optional<ScenarioRun> scenario() {
    return Optional.ofNullable(run);
  }

  /** Returns what the authorization server goes by now. */
  public ServerTerms terms() {
    return server.terms();
  }

  /**
   * Sets what the authorization server goes by from now on: policy, lifetimes, processing time,
   * leniencies. What was issued keeps its lifetime.
   */
  public void terms(ServerTerms others) {
    server.terms(others);
  }

  /**
   * Is as it was when it started, on the same ports: no families, an empty ledger, no faults and
   * outages, the first terms, the person as at first, the system's time and the first skew. What
   * hangs is let go, and cuts are taken away. The scenario that was played begins anew.
   */
  public void reset() {
    turns.lock();
    try {
      beginAnew();
    } finally {
      turns.unlock();
    }
  }

  private void beginAnew() {
    world.timeline().clear();
    world.faults().unwatch();
    world.faults().clear();
    world.faults().release();
    for (Service service : world.services()) {
      blackout.end(service);
    }
    issuers.reset();
    clouds.ifPresent(Clouds::reset);
    api.rejectionShape(RejectionShape.REVOKED_403);
    api.demandClaims(false);
    world.clock().reset();
    world.clock().skew(Service.API, skew);
    world.ledger().clear();
    cuts.ifPresent(Cuts::reset);
    prepared.ifPresent(one -> one.prepare(controls()));
    ScenarioRun before = run;
    run = before == null ? null : ScenarioRun.begin(before.scenario(), controls());
  }

  /** Takes the authorization server away, connections refused; the API stays. */
  public void down() {
    down(Outage.REFUSED);
  }

  /** Takes the authorization server away; the API stays. */
  public void down(Outage outage) {
    down(Service.OAUTH, outage);
  }

  /**
   * Takes a service away; the others stay, and so does the admin API. With {@link Outage#REFUSED}
   * the port of the first issuer is closed, and all further issuers go with it.
   *
   * @throws IllegalArgumentException for the API with {@link Outage#REFUSED}: the admin API has its
   *     port
   */
  public void down(Service service, Outage outage) {
    blackout.begin(service, outage);
  }

  /** Brings the authorization server back on the same port. */
  public void up() {
    up(Service.OAUTH);
  }

  /** Brings a service back. */
  public void up(Service service) {
    blackout.end(service);
  }

  /** Drops what hangs and stops listening. */
  @Override
  public void close() {
    world.timeline().close();
    world.faults().close();
    ports.close();
  }

  /** Gathers what a simulator goes by. Not thread-safe. */
  public static final class Builder {
    private static final int HIGHEST_PORT = 65_530;

    private String host = "127.0.0.1";
    private int port;
    private ServerTerms terms = ServerTerms.standard();
    private Duration skew = Duration.ZERO;
    private final Map<String, String> issuers = new LinkedHashMap<>();
    private final Set<String> origins = new LinkedHashSet<>();
    private String path = "";
    private boolean takesRealSecrets;
    private boolean cut;
    private boolean clouds;
    private @Nullable Path lockFile;
    private ProcessFinder processes = ProcessFinder.NONE;
    private @Nullable Certificate certificate;
    private @Nullable Scenario scenario;
    private boolean played;
    private final Consent consent = new Consent();
    private long seed = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);

    private Builder() {}

    /**
     * Has the ports listen on another address of this machine; 127.0.0.1 by default. Whoever
     * reaches that address can use the simulator then, and needs the admin token alone to steer it.
     * Cut ports stay on 127.0.0.1.
     *
     * @param address an address in numbers: names and wildcards are not taken, since all addresses
     *     that clients are told are made of it
     * @throws IllegalArgumentException if it is no such address
     */
    public Builder bind(String address) {
      if (!address.matches("[0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")
          || address.matches("[0.:]*")) {
        throw new IllegalArgumentException(
            "an address of this machine in numbers is expected, such as 192.0.2.7, not '"
                + address
                + "'");
      }
      this.host = address;
      return this;
    }

    /**
     * Sets the port of the authorization server; the API gets the next one. 0, the default, takes
     * free ports. Where there are cut ports, they get these two, and the services the two behind
     * them.
     */
    public Builder port(int number) {
      if (number < 0 || number > HIGHEST_PORT) {
        throw new IllegalArgumentException("port must be 0 to " + HIGHEST_PORT + ", not " + number);
      }
      this.port = number;
      return this;
    }

    /**
     * Gives the first issuer's identifier a path, such as {@code /realms/main}; none by default.
     *
     * @throws IllegalArgumentException if it cannot be one
     */
    public Builder issuerPath(String path) {
      this.path = IssuerPath.checked(path);
      return this;
    }

    /**
     * Adds an issuer with clients and tokens of its own on the same port, or moves the one of that
     * name. It goes by the same terms at first; {@link Simulator#issuer(String)} changes them.
     *
     * @param name its name in ledger, faults and clocks
     * @param path the path of its identifier
     * @throws IllegalArgumentException if the path cannot be one
     */
    public Builder issuer(String name, String path) {
      this.issuers.put(new Service(name).name(), IssuerPath.checked(path));
      return this;
    }

    /**
     * Lets pages of an origin, such as {@code http://localhost:3000}, call the endpoints that are
     * for programs. The authorization endpoint is for browsers alone, the admin API for no page.
     *
     * @throws IllegalArgumentException if it is no origin
     */
    public Builder crossOrigin(String origin) {
      if (!origin.matches("https?://[^/?#\\s]+")) {
        throw new IllegalArgumentException(
            "an origin is like http://localhost:3000, without a path, not '" + origin + "'");
      }
      this.origins.add(origin);
      return this;
    }

    /**
     * Serves requests with what looks like a secret of a real service too. Without it they are
     * refused: a client with its production settings has come to the wrong place.
     */
    public Builder acceptRealSecrets() {
      this.takesRealSecrets = true;
      return this;
    }

    /**
     * Opens a cut port before the authorization server and one before the API. Clients that go by
     * the addresses of the simulator and its metadata come through them.
     */
    public Builder cut() {
      this.cut = true;
      return this;
    }

    /**
     * Opens two more ports, for the services of clouds ({@link Simulator#aws}) and for the metadata
     * of an instance. The second one never speaks TLS.
     */
    public Builder clouds() {
      this.clouds = true;
      return this;
    }

    /**
     * Has the ledger name the process that each request comes from ({@link
     * dev.pawl.simulator.core.operation.Caller#pid}). That needs Linux and processes of the same
     * user, and costs each request some reading of {@code /proc}. A request through a cut port has
     * none.
     */
    public Builder identifyProcesses() {
      return identifyProcesses(LongUnaryOperator.identity());
    }

    /**
     * Has the live page and the admin API show who holds a lock of this file, which clients lock
     * and which need not be there yet. That needs Linux.
     */
    public Builder lockFile(Path file) {
      this.lockFile = file;
      return this;
    }

    /**
     * Has the ledger name the process that stands for the one that each request comes from, such as
     * the shell that started it.
     *
     * @param represented returns the process that stands for another, or that one itself; asked by
     *     many threads, while the request waits
     */
    public Builder identifyProcesses(LongUnaryOperator represented) {
      this.processes = new ProcProcesses(represented);
      return this;
    }

    /**
     * Has all ports speak TLS alone, with a certificate for localhost, 127.0.0.1, ::1 and the
     * address that they listen at, which an authority of this start signs. The start takes a few
     * seconds longer, and needs the JDK's keytool.
     */
    public Builder tls() {
      return tls(Certificate.VALID);
    }

    /** Has all ports speak TLS alone, with a certificate that clients may have to refuse. */
    public Builder tls(Certificate kind) {
      this.certificate = kind;
      return this;
    }

    /** Sets how a second spend is treated; {@link RotationPolicy#STRICT_FAMILY} by default. */
    public Builder policy(RotationPolicy policy) {
      return terms(terms.policy(policy));
    }

    /** Sets the window of the policies that have one, virtual time; 30 s by default. */
    public Builder graceWindow(Duration window) {
      return terms(terms.graceWindow(window));
    }

    /** Sets the lifetime of access tokens, virtual time; an hour by default. */
    public Builder accessTtl(Duration ttl) {
      return terms(terms.accessTtl(ttl));
    }

    /**
     * Sets after which virtual time an unspent refresh token ends; it has no end by default.
     *
     * @throws IllegalArgumentException if it is less than a second or more than a century
     */
    public Builder refreshIdle(Duration idle) {
      return terms(terms.refreshEnds(terms.refreshEnds().idle(idle)));
    }

    /**
     * Sets after which virtual time from the login all refresh tokens end; there is no end by
     * default.
     *
     * @throws IllegalArgumentException if it is less than a second or more than a century
     */
    public Builder refreshAbsolute(Duration absolute) {
      return terms(terms.refreshEnds(terms.refreshEnds().absolute(absolute)));
    }

    /**
     * Sets how far the API's clock is ahead of the authorization server's (negative: behind).
     *
     * @throws IllegalArgumentException if the clock would leave the years that it can show
     */
    public Builder skew(Duration ahead) {
      new VirtualClock().skew(Service.API, ahead);
      this.skew = ahead;
      return this;
    }

    /** Sets the time from commit to answer of the token endpoint, real time; 0 by default. */
    public Builder processingTime(Duration time) {
      return terms(terms.processingTime(time));
    }

    /** Takes what an RFC has a server refuse; nothing of it by default. */
    public Builder lenient(Leniency... about) {
      return terms(terms.lenient(Set.of(about)));
    }

    /** Says what the person in front of the browser does at first; at every issuer. */
    public Builder consent(Consent.Manner browser) {
      consent.browser(browser);
      return this;
    }

    /** Says what is done at first about a login on a device; at every issuer. */
    public Builder deviceConsent(Consent.Manner device) {
      consent.device(device);
      return this;
    }

    /** Has the simulator be as a scenario says, and plays its timeline from the start on. */
    public Builder scenario(Scenario one) {
      this.played = true;
      return server(one);
    }

    /**
     * Has the simulator be as a scenario says of the server; {@link Simulator#play} plays it. What
     * is set after this counts before what the scenario says.
     */
    public Builder server(Scenario one) {
      this.scenario = one;
      one.seed().ifPresent(this::seed);
      one.skew().ifPresent(this::skew);
      one.issuers().forEach(this::issuer);
      one.consent().accept(consent);
      this.cut |= one.hasCuts();
      return terms(one.terms(terms));
    }

    /** Sets all terms at once. */
    public Builder terms(ServerTerms all) {
      this.terms = all;
      return this;
    }

    /** Sets what token values and chances are made from; random by default. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * Starts the simulator.
     *
     * @throws RuntimeException if a port is taken, or no certificate could be made
     * @throws IllegalArgumentException if two issuers have an endpoint at the same path, or if
     *     another address than 127.0.0.1 goes with cut ports
     */
    public Simulator start() {
      if (cut && !host.equals("127.0.0.1")) {
        throw new IllegalArgumentException("cut ports are for 127.0.0.1 alone, not for " + host);
      }
      return new Simulator(this);
    }
  }
}
