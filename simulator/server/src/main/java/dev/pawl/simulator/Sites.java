package dev.pawl.simulator;

import dev.pawl.simulator.admin.AdminApi;
import dev.pawl.simulator.core.ProtectedApi;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.process.ProcessFinder;
import dev.pawl.simulator.wire.Site;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** Which endpoint lies at which path of which listener. */
final class Sites {
  private final World world;
  private final SimulatedServer server;
  private final ProcessFinder processes;

  Sites(World world, SimulatedServer server, ProcessFinder processes) {
    this.world = world;
    this.server = server;
    this.processes = processes;
  }

  Site authorization() {
    Endpoint token = server.tokenEndpoint();
    return new Site(
        Map.of(
            "/.well-known/oauth-authorization-server", server.metadata(),
            "/oauth/authorize", server.authorizationEndpoint(),
            "/oauth/device_authorization", server.deviceEndpoint(),
            "/device", server.devicePage(),
            "/oauth/token", token,
            "/v1/oauth/token", token,
            "/oauth/revoke", server.revocationEndpoint(),
            "/api/keys", server.keyEndpoint()),
        world.clock(),
        world.faults(),
        processes,
        world.strays(Service.OAUTH));
  }

  Site resources(ProtectedApi api, AdminApi admin) {
    return new Site(
        Map.of("/v1/messages", api, "/v1/whoami", api, AdminApi.ROOT + "/*", admin),
        () -> world.clock().instant(Service.API),
        world.faults(),
        processes,
        world.strays(Service.API));
  }

  static String randomToken() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
