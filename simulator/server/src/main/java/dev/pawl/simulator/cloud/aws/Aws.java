package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.HomeFiles;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RefreshEnds;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.Secrets;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The services of AWS that credentials come from, and STS and Bedrock, which take them. All of them
 * lie at the root of one address, so that {@code AWS_ENDPOINT_URL} alone leads to them. Sessions
 * are families of the simulator: {@code revokeFamily} ends one, {@code revokeAccessTokens} has the
 * portal refuse it early. Thread-safe.
 */
public final class Aws {
  /** The account of all roles that nobody has named. */
  public static final String ACCOUNT = "123456789012";

  private static final List<String> SHADOWS =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_PROFILE",
          "AWS_DEFAULT_PROFILE",
          "AWS_BEARER_TOKEN_BEDROCK",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");

  private static final Duration WORKDAY = Duration.ofHours(8);
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final World world;
  private final SimulatedServer sso;
  private final SimulatedServer login;
  private final CredentialGraph graph;
  private final Lifetimes lifetimes = new Lifetimes();
  private final SsoOidc oidc;
  private final SsoPortal portal;
  private final SignIn signIn;
  private final Sts sts;
  private final BedrockRuntime bedrock;
  private final InstanceMetadata metadata;
  private final Supplier<URI> endpoint;
  private final Supplier<URI> instance;

  /**
   * Creates the services in the world of a server.
   *
   * @param first a server of that world
   * @param seed what secrets are made from
   * @param reader what web identities are read with
   * @param endpoint where the services lie
   * @param instance where the metadata of the instance lie
   */
  public Aws(
      World world,
      SimulatedServer first,
      long seed,
      TokenReader reader,
      Supplier<URI> endpoint,
      Supplier<URI> instance) {
    this.world = world;
    this.endpoint = endpoint;
    this.instance = instance;
    ServerTerms terms = ServerTerms.standard();
    this.sso =
        first.another(
            AwsOperations.SSO_OIDC,
            new Beginning(
                terms.policy(RotationPolicy.NONE).refreshEnds(RefreshEnds.NEVER.absolute(WORKDAY)),
                new Consent()),
            endpoint);
    this.login =
        first.another(
            AwsOperations.SIGNIN,
            new Beginning(
                terms.policy(RotationPolicy.GRACE_SAME).graceWindow(QUARTER).accessTtl(QUARTER),
                new Consent()),
            endpoint);
    world.faults().know(List.of(AwsOperations.REGISTER_CLIENT));
    for (Service service : services()) {
      world.add(service, AwsOperations.of(service));
    }
    Secrets secrets = new Secrets(seed);
    this.graph = new CredentialGraph(secrets);
    this.oidc = new SsoOidc(world, sso, secrets);
    this.portal = new SsoPortal(world, sso.resourceServer(AwsOperations.SSO), graph, lifetimes);
    this.signIn = new SignIn(world, login, graph);
    this.sts = new Sts(world, graph, reader, lifetimes);
    this.bedrock = new BedrockRuntime(world, graph, login.resourceServer(AwsOperations.BEDROCK));
    this.metadata = new InstanceMetadata(world, graph, secrets, lifetimes);
    login.clients().put(RegisteredClient.publicClient(SignIn.CLIENT));
  }

  private static List<Service> services() {
    return List.of(
        AwsOperations.SSO,
        AwsOperations.STS,
        AwsOperations.BEDROCK,
        AwsOperations.MANTLE,
        AwsOperations.CLAUDE,
        AwsOperations.IMDS,
        AwsOperations.CONTAINER);
  }

  /** Returns what lies at {@link #endpoint}. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(oidc.routes());
    routes.add(portal.route());
    routes.add(signIn.route());
    routes.addAll(sts.routes());
    routes.addAll(bedrock.routes());
    return routes;
  }

  /** Returns what lies at {@link #instance}. */
  public List<Route> instanceRoutes() {
    return metadata.routes();
  }

  /** Returns the address of all services, for {@code AWS_ENDPOINT_URL}. */
  public URI endpoint() {
    return endpoint.get();
  }

  /** Returns the address for {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}. */
  public URI instance() {
    return instance.get();
  }

  /** Returns the address for {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. */
  public URI containerCredentials() {
    return URI.create(instance() + "/v2/credentials/pawl");
  }

  /**
   * Returns IAM Identity Center's authorization server: terms, consent and sessions, which end
   * after 8 hours and keep their refresh token, unless its terms are changed.
   */
  public SimulatedServer sso() {
    return sso;
  }

  /**
   * Returns the authorization server of {@code aws login}: a refresh token that is spent again
   * gives the same successor, as long as that one is unspent.
   */
  public SimulatedServer login() {
    return login;
  }

  /** Begins a session of IAM Identity Center, as if somebody had just logged in. */
  public SsoSession newSession(String account) {
    return oidc.begin(account);
  }

  /** Begins a session of {@code aws login}. */
  public IssuedGrant newLogin(String account) {
    return login.newFamily(account, SignIn.CLIENT);
  }

  /** Sets the lifetime of credentials that are made from now on; an hour by default. */
  public void roleLifetime(Duration virtual) {
    lifetimes.role(virtual);
  }

  /** Has all credentials end now, by the clock of STS, whatever their owners were told. */
  public void expireCredentials() {
    graph.expire(each -> true, world.clock().instant(AwsOperations.STS));
  }

  /** Has the credentials of one session end now. */
  public void expireCredentials(String family) {
    graph.expire(each -> each.family().equals(family), world.clock().instant(AwsOperations.STS));
  }

  /** Has the credentials of one session be unknown from now on. */
  public void forgetCredentials(String family) {
    graph.forget(each -> each.family().equals(family));
  }

  /** Returns the values of all secrets that are no tokens of a family, by label. */
  public Map<String, String> secrets() {
    return graph.values();
  }

  /**
   * Writes {@code .aws/config} and the file of a session of IAM Identity Center into a home
   * directory. The profile {@code default} has the session's role; it names this endpoint, so that
   * no variable is needed.
   *
   * @throws IOException if that cannot be written
   */
  public void writeHome(Path home, SsoSession session) throws IOException {
    HomeFiles.write(home, new AwsHome(endpoint(), session).files());
  }

  /**
   * Writes {@code .aws/config} and the file of a session of {@code aws login} too, for the profile
   * {@code login}. Its key is a new one.
   *
   * @throws IOException if that cannot be written
   */
  public void writeHome(Path home, SsoSession session, IssuedGrant login) throws IOException {
    HomeFiles.write(home, files(session, login));
  }

  private Map<String, String> files(SsoSession session, IssuedGrant login) {
    LoginHome other = new LoginHome(signIn.credentials(login.family()), login.refreshToken());
    Map<String, String> files =
        new LinkedHashMap<>(new AwsHome(endpoint(), session).filesWith(other.session()));
    files.putAll(other.files());
    return files;
  }

  /**
   * Returns what a process needs to have all credentials of AWS from here.
   *
   * @param home its home directory
   */
  public Environment environment(Path home, SsoSession session, IssuedGrant login) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_CONFIG_FILE", home.resolve(".aws/config").toString());
    variables.put("AWS_SHARED_CREDENTIALS_FILE", home.resolve(".aws/credentials").toString());
    variables.put("AWS_REGION", AwsHome.REGION);
    variables.put("AWS_DEFAULT_REGION", AwsHome.REGION);
    variables.put("AWS_ENDPOINT_URL", endpoint().toString());
    for (String service : List.of("STS", "SSO", "SSO_OIDC", "SIGNIN", "BEDROCK_RUNTIME")) {
      variables.put("AWS_ENDPOINT_URL_" + service, endpoint().toString());
    }
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance().toString());
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", containerCredentials().toString());
    variables.put("ANTHROPIC_BEDROCK_BASE_URL", endpoint().toString());
    variables.put("ANTHROPIC_BEDROCK_MANTLE_BASE_URL", endpoint() + "/anthropic");
    variables.put("ANTHROPIC_AWS_BASE_URL", endpoint().toString());
    return new Environment(variables, SHADOWS, files(session, login));
  }

  /** Forgets everything; the servers are as they were at first. */
  public void reset() {
    sso.reset();
    login.reset();
    login.clients().put(RegisteredClient.publicClient(SignIn.CLIENT));
    graph.clear();
    metadata.reset();
    lifetimes.reset();
  }
}
