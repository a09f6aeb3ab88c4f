package dev.pawl.simulator;

import dev.pawl.simulator.admin.AdminApi;
import dev.pawl.simulator.cloud.Router;
import dev.pawl.simulator.core.ProtectedApi;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.CrossOrigin;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.RealSecrets;
import dev.pawl.simulator.core.exchange.Strays;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.page.LivePage;
import dev.pawl.simulator.process.ProcessFinder;
import dev.pawl.simulator.wire.Site;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which endpoint lies at which path of which listener. */
final class Sites {
  /** What there is once more for clients that show a certificate (RFC 8705, section 5). */
  private static final List<String> MUTUAL =
      List.of(
          "/oauth/token",
          "/oauth/revoke",
          "/oauth/introspect",
          "/oauth/device_authorization",
          "/oauth/par",
          "/oauth/userinfo");

  private final World world;
  private final ProcessFinder processes;
  private final Set<String> origins;
  private final boolean takesRealSecrets;

  /**
   * Creates the map of a world.
   *
   * @param origins the pages that browsers let at the endpoints that are for programs
   * @param takesRealSecrets whether what looks like a secret of a real service is served too
   */
  Sites(World world, ProcessFinder processes, Set<String> origins, boolean takesRealSecrets) {
    this.world = world;
    this.processes = processes;
    this.origins = origins;
    this.takesRealSecrets = takesRealSecrets;
  }

  /**
   * Returns the site of an issuer. Its metadata lie where RFC 8414, section 3.1, and OpenID Connect
   * Discovery 1.0, section 4, have them.
   *
   * @param path the path of the issuer's identifier; empty for none
   */
  Site issuer(SimulatedServer server, String path) {
    Map<String, Endpoint> routes = new LinkedHashMap<>();
    Endpoint token = open(server.tokenEndpoint(), server.service());
    Endpoint metadata = open(server.metadata(), server.service());
    routes.put("/.well-known/oauth-authorization-server" + path, metadata);
    routes.put("/.well-known/openid-configuration" + path, metadata);
    routes.put(path + "/.well-known/openid-configuration", metadata);
    routes.put(path + "/oauth/authorize", server.authorizationEndpoint());
    routes.put(
        path + "/oauth/device_authorization", open(server.deviceEndpoint(), server.service()));
    routes.put(path + "/device", server.devicePage());
    routes.put(path + "/oauth/token", token);
    routes.put(path + "/v1/oauth/token", token);
    routes.put(path + "/oauth/revoke", open(server.revocationEndpoint(), server.service()));
    routes.put(path + "/oauth/introspect", open(server.introspectionEndpoint(), server.service()));
    routes.put(path + "/oauth/par", open(server.pushEndpoint(), server.service()));
    routes.put(path + "/oauth/userinfo", open(server.userInfoEndpoint(), server.service()));
    for (String name : MUTUAL) {
      routes.put(path + "/mtls" + name, Objects.requireNonNull(routes.get(path + name)));
    }
    routes.put(path + "/oauth/jwks", open(server.keySet(), server.service()));
    routes.put(path + "/api/keys", open(server.keyEndpoint(), server.service()));
    Service service = server.service();
    return new Site(
        routes,
        () -> world.clock().instant(service),
        world.faults(),
        processes,
        world.strays(service));
  }

  Site resources(ProtectedApi api, AdminApi admin) {
    Map<String, Endpoint> routes = new LinkedHashMap<>();
    Endpoint calls = open(api, Service.API);
    routes.put("/v1/messages", calls);
    routes.put("/v1/whoami", calls);
    routes.put(AdminApi.ROOT + "/*", admin);
    LivePage page = new LivePage();
    LivePage.PATHS.forEach(path -> routes.put(path, page));
    return new Site(
        routes,
        () -> world.clock().instant(Service.API),
        world.faults(),
        processes,
        world.strays(Service.API));
  }

  Site cloud(Router router) {
    return new Site(
        Map.of("/*", open(router, Router.STRAY)),
        world.clock(),
        world.faults(),
        processes,
        world.strays(Router.STRAY));
  }

  private Endpoint open(Endpoint endpoint, Service service) {
    Strays strays = world.strays(service);
    Endpoint guarded = takesRealSecrets ? endpoint : new RealSecrets(endpoint, strays);
    return CrossOrigin.open(origins, guarded, strays);
  }

  static String randomToken() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
