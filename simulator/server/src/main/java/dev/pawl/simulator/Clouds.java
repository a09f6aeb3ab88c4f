package dev.pawl.simulator;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.cloud.Router;
import dev.pawl.simulator.cloud.aws.Aws;
import dev.pawl.simulator.cloud.azure.Azure;
import dev.pawl.simulator.cloud.google.Google;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.wire.Outlet;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The clouds of a simulator, on two ports: one for what lies in the internet, one for what an
 * instance reaches at a link-local address, which never speaks TLS.
 */
final class Clouds {
  /** Who has logged in everywhere. */
  private static final String PERSON = "alice";

  private final Aws aws;
  private final Google google;
  private final Azure azure;
  private final Outlet internet;
  private final Outlet instance;

  /** Opens the ports, the one of the internet first. */
  Clouds(
      World world, SimulatedServer first, long seed, TokenReader reader, Sites sites, Ports ports) {
    this.aws = new Aws(world, first, seed, reader, this::endpoint, this::instance);
    this.google = new Google(world, first, reader, this::endpoint, this::instance);
    this.azure = new Azure(world, first, reader, this::endpoint, this::instance);
    List<Route> routes = all(aws.routes(), google.routes(), azure.routes());
    List<Route> near = all(aws.instanceRoutes(), google.instanceRoutes(), azure.instanceRoutes());
    this.internet = ports.open(List.of(sites.cloud(new Router(world, routes))));
    this.instance = ports.openPlain(List.of(sites.cloud(new Router(world, near))));
  }

  private static List<Route> all(List<Route> aws, List<Route> google, List<Route> azure) {
    return Stream.of(aws, google, azure).flatMap(List::stream).toList();
  }

  Azure azure() {
    return azure;
  }

  Google google() {
    return google;
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
    return aws.environment(home, aws.newSession(PERSON), aws.newLogin(PERSON))
        .and(google.environment(home, google.newLogin(PERSON)))
        .and(azure.environment());
  }

  Map<String, String> secrets() {
    return aws.secrets();
  }

  void reset() {
    aws.reset();
    google.reset();
    azure.reset();
  }
}
