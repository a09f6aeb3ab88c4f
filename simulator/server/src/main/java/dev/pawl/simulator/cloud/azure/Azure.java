package dev.pawl.simulator.cloud.azure;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.RefreshEnds;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.SimulatedServer.Beginning;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.operation.Service;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Microsoft Entra, managed identities, and Microsoft Foundry. People's logins are families of the
 * simulator, and so are applications and the managed identity. Thread-safe.
 */
public final class Azure {
  /** The tenant of all that Entra tells; it answers for any. */
  public static final String TENANT = "00000000-0000-4000-8000-00000000a11e";

  /** The client that people log in with; it is public. */
  public static final String CLIENT = "00000000-0000-4000-8000-00000000c11e";

  /** The application that logs itself in. */
  public static final String APPLICATION = "00000000-0000-4000-8000-00000000a990";

  /** The application's secret. */
  public static final String APPLICATION_SECRET = "sim-azure-application-secret";

  /** What {@code IDENTITY_HEADER} has to be. */
  public static final String IDENTITY_HEADER = "sim-azure-identity-header";

  /** The object id of the person. */
  static final String PERSON = "00000000-0000-4000-8000-00000000b0b1";

  private static final Duration QUARTER = Duration.ofDays(90);

  private final SimulatedServer server;
  private final ManagedIdentity identity;
  private final ClaimedTokens claimed = new ClaimedTokens();
  private final List<Route> routes = new ArrayList<>();
  private final Supplier<URI> endpoint;
  private final Supplier<URI> instance;

  /**
   * Creates the services in the world of a server.
   *
   * @param first a server of that world
   * @param reader what federated tokens are read with
   * @param endpoint where Entra and Foundry lie
   * @param instance where the managed identity lies
   */
  public Azure(
      World world,
      SimulatedServer first,
      TokenReader reader,
      Supplier<URI> endpoint,
      Supplier<URI> instance) {
    this.endpoint = endpoint;
    this.instance = instance;
    ServerTerms terms =
        ServerTerms.standard()
            .policy(RotationPolicy.GRACE_SIBLING)
            .graceWindow(QUARTER)
            .refreshEnds(RefreshEnds.NEVER.idle(QUARTER));
    this.server =
        first.another(
            AzureOperations.ENTRA,
            new Beginning(terms, new Consent()),
            () -> URI.create(endpoint.get() + "/azure"));
    world.faults().know(List.of(AzureOperations.DISCOVERY));
    for (Service service :
        List.of(AzureOperations.IMDS, AzureOperations.APP_SERVICE, AzureOperations.FOUNDRY)) {
      world.add(service, AzureOperations.of(service));
    }
    MachineTokens machines = server.machineTokens();
    this.identity = new ManagedIdentity(world, machines);
    routes.add(new Foundry(world, server.resourceServer(AzureOperations.FOUNDRY), claimed).route());
    routes.addAll(
        new Entra(
                world,
                server,
                new TokenEndpoint(world, server, machines, reader, endpoint, claimed))
            .routes());
    register();
  }

  private void register() {
    server
        .clients()
        .put(
            RegisteredClient.publicClient(CLIENT)
                .redirectUris(
                    Set.of(URI.create("http://localhost/"), URI.create("http://localhost"))));
  }

  /** Returns what lies at the port of the internet. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Returns what lies at the port of the instance. */
  public List<Route> instanceRoutes() {
    return identity.routes();
  }

  /**
   * Returns the address for {@code AZURE_AUTHORITY_HOST}. Libraries take it with TLS alone ({@code
   * Simulator.Builder.tls}).
   */
  public URI authorityHost() {
    return endpoint.get();
  }

  /** Returns the token endpoint of the tenant. */
  public URI tokenEndpoint() {
    return URI.create(endpoint.get() + "/" + TENANT + "/oauth2/v2.0/token");
  }

  /** Returns the address for {@code ANTHROPIC_FOUNDRY_BASE_URL}. */
  public URI foundry() {
    return URI.create(endpoint.get() + "/foundry/anthropic");
  }

  /** Returns the address for {@code AZURE_POD_IDENTITY_AUTHORITY_HOST}. */
  public URI instance() {
    return instance.get();
  }

  /**
   * Returns the address for {@code IDENTITY_ENDPOINT}, which {@link #IDENTITY_HEADER} goes with.
   */
  public URI identityEndpoint() {
    return URI.create(instance.get() + "/msi/token");
  }

  /**
   * Returns the authorization server: terms, consent and logins. A refresh token stays good for 90
   * days, whatever came of it.
   */
  public SimulatedServer server() {
    return server;
  }

  /** Sets the lifetime of a managed identity's tokens from now on; 24 hours by default. */
  public void identityLifetime(Duration virtual) {
    identity.lifetime(virtual);
  }

  /**
   * Has Foundry refuse, from now on or no more, tokens of applications that were asked for without
   * claims, as continuous access evaluation does: the answer names the claims.
   */
  public void demandClaims(boolean on) {
    claimed.demand(on);
  }

  /** Begins a login, as if somebody had just made one. */
  public IssuedGrant newLogin(String account) {
    return server.newFamily(account, CLIENT);
  }

  /**
   * Returns what a process needs to have Azure's credentials from here; without TLS it is the
   * managed identity alone.
   */
  public Environment environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> unset =
        new ArrayList<>(
            List.of(
                "IDENTITY_ENDPOINT",
                "IDENTITY_HEADER",
                "IMDS_ENDPOINT",
                "MSI_ENDPOINT",
                "MSI_SECRET",
                "AZURE_FEDERATED_TOKEN_FILE",
                "ANTHROPIC_FOUNDRY_API_KEY",
                "ANTHROPIC_FOUNDRY_AUTH_TOKEN",
                "ANTHROPIC_FOUNDRY_RESOURCE"));
    Map<String, String> application =
        Map.of(
            "AZURE_AUTHORITY_HOST", authorityHost().toString(),
            "AZURE_TENANT_ID", TENANT,
            "AZURE_CLIENT_ID", APPLICATION,
            "AZURE_CLIENT_SECRET", APPLICATION_SECRET);
    if ("https".equals(authorityHost().getScheme())) {
      variables.putAll(application);
    } else {
      unset.addAll(application.keySet());
    }
    variables.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", instance().toString());
    variables.put("MSAL_MANAGED_IDENTITY_ENDPOINT", instance() + "/metadata/identity/oauth2/token");
    variables.put("ANTHROPIC_FOUNDRY_BASE_URL", foundry().toString());
    return new Environment(variables, unset, Map.of());
  }

  /** Forgets everything; the server is as it was at first. */
  public void reset() {
    server.reset();
    register();
    identity.reset();
    claimed.reset();
  }
}
