package dev.pawl.simulator;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.Router;
import dev.pawl.simulator.cloud.aws.Aws;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.wire.Outlet;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The clouds of a simulator, on two ports: one for what lies in the internet, one for what an
 * instance reaches at a link-local address, which never speaks TLS.
 */
final class Clouds {
  private final Aws aws;
  private final Outlet internet;
  private final Outlet instance;

  /** Opens the ports, the one of the internet first. */
  Clouds(
      World world, SimulatedServer first, long seed, TokenReader reader, Sites sites, Ports ports) {
    this.aws = new Aws(world, first, seed, reader, this::endpoint, this::instance);
    this.internet = ports.open(List.of(sites.cloud(new Router(world, aws.routes()))));
    this.instance = ports.openPlain(List.of(sites.cloud(new Router(world, aws.instanceRoutes()))));
  }

  Aws aws() {
    return aws;
  }

  private URI endpoint() {
    return internet.root();
  }

  private URI instance() {
    return instance.root();
  }

  Environment environment(Path home) {
    return aws.environment(home, aws.newSession("alice"));
  }

  Map<String, String> secrets() {
    return aws.secrets();
  }

  void reset() {
    aws.reset();
  }
}
