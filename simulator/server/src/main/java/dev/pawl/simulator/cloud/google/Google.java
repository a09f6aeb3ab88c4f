package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.HomeFiles;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.SimulatedServer.Beginning;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.operation.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Google's token endpoint for people, service accounts and identities of others, the metadata
 * server of an instance, and Vertex AI. People's logins are families of the simulator, and so is
 * each service account. Thread-safe.
 */
public final class Google {
  /** The project. */
  public static final String PROJECT = "pawl-simulator";

  /** The id of the client that people log in with. */
  public static final String CLIENT = "pawl-simulator.apps.googleusercontent.com";

  /** Its secret, which is none: it stands in programs that everybody has. */
  static final String CLIENT_SECRET = "sim-google-client-secret";

  static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private static final Duration LIFETIME = Duration.ofSeconds(3599);

  private final World world;
  private final SimulatedServer server;
  private final MetadataServer metadata;
  private final List<Route> routes = new ArrayList<>();
  private final Supplier<URI> endpoint;
  private final Supplier<URI> instance;

  /**
   * Creates the services in the world of a server.
   *
   * @param first a server of that world
   * @param reader what assertions and subject tokens are read with
   * @param endpoint where the services lie, below {@code /google}
   * @param instance where the metadata server lies
   */
  public Google(
      World world,
      SimulatedServer first,
      TokenReader reader,
      Supplier<URI> endpoint,
      Supplier<URI> instance) {
    this.world = world;
    this.endpoint = endpoint;
    this.instance = instance;
    ServerTerms terms = ServerTerms.standard().policy(RotationPolicy.NONE).accessTtl(LIFETIME);
    this.server =
        first.another(GoogleOperations.GOOGLE, new Beginning(terms, new Consent()), this::root);
    for (Service service :
        List.of(
            GoogleOperations.METADATA,
            GoogleOperations.STS,
            GoogleOperations.IAM,
            GoogleOperations.REAUTH,
            GoogleOperations.VERTEX)) {
      world.add(service, GoogleOperations.of(service));
    }
    MachineTokens machines = server.machineTokens();
    this.metadata = new MetadataServer(world, server, machines);
    routes.add(
        Route.of(
            GoogleOperations.GOOGLE,
            "POST",
            "/google/token",
            new TokenEndpoint(world, server, machines, reader, this::tokenEndpoint)));
    routes.addAll(new Federation(world, server, machines, reader).routes());
    routes.add(new Reauth(world, server.resourceServer(GoogleOperations.REAUTH)).route());
    routes.add(new Vertex(world, server.resourceServer(GoogleOperations.VERTEX)).route());
    register();
  }

  private void register() {
    server
        .clients()
        .put(RegisteredClient.confidential(CLIENT, CLIENT_SECRET).scopes(Set.of(SCOPE)));
  }

  /** Returns what lies at the port of the internet. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Returns what lies at the port of the instance. */
  public List<Route> instanceRoutes() {
    return metadata.routes();
  }

  private GoogleAddresses addresses() {
    return new GoogleAddresses(root(), instance());
  }

  private URI root() {
    return URI.create(endpoint.get() + "/google");
  }

  /** Returns the address for {@code GCE_METADATA_HOST}, with its scheme. */
  public URI instance() {
    return instance.get();
  }

  /** Returns the token endpoint: {@code token_uri} of credential files. */
  public URI tokenEndpoint() {
    return addresses().token();
  }

  /** Returns the address for {@code ANTHROPIC_VERTEX_BASE_URL}. */
  public URI vertex() {
    return addresses().vertex();
  }

  /** Returns what stands for {@code https://reauth.googleapis.com/v2/sessions}. */
  public URI reauth() {
    return addresses().reauth();
  }

  /** Returns the authorization server: terms, consent and logins; refresh tokens stay the same. */
  public SimulatedServer server() {
    return server;
  }

  /** Begins a login, as if somebody had just made one. */
  public IssuedGrant newLogin(String account) {
    return server.newFamily(account, CLIENT);
  }

  /**
   * Writes credential files into {@code .config/gcloud} of a home directory: of a person ({@code
   * application_default_credentials.json}), of a service account ({@code service_account.json}) and
   * of a workload elsewhere ({@code external_account.json}).
   *
   * @throws IOException if they cannot be written
   */
  public void writeHome(Path home, IssuedGrant login) throws IOException {
    HomeFiles.write(home, new GoogleHome(addresses(), login).files(home, now()));
  }

  /** Returns what a process needs to have all of Google's credentials from here. */
  public Environment environment(Path home, IssuedGrant login) {
    return new GoogleHome(addresses(), login).environment(home, now());
  }

  private Instant now() {
    return world.clock().instant(GoogleOperations.STS);
  }

  /** Forgets everything; the server is as it was at first. */
  public void reset() {
    server.reset();
    register();
    metadata.reset();
  }
}
