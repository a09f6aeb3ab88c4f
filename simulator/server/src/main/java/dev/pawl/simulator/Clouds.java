package dev.pawl.simulator;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.cloud.Router;
import dev.pawl.simulator.cloud.aws.Aws;
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
  private final Outlet internet;
  private final Outlet instance;

  /** Opens the ports, the one of the internet first. */
  Clouds(
      World world, SimulatedServer first, long seed, TokenReader reader, Sites sites, Ports ports) {
    this.aws = new Aws(world, first, seed, reader, this::endpoint, this::instance);
    this.google = new Google(world, first, reader, this::endpoint, this::instance);
    this.internet =
        ports.open(List.of(sites.cloud(new Router(world, both(aws.routes(), google.routes())))));
    this.instance =
        ports.openPlain(
            List.of(
                sites.cloud(
                    new Router(world, both(aws.instanceRoutes(), google.instanceRoutes())))));
  }

  private static List<Route> both(List<Route> some, List<Route> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
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
    return aws.environment(home, aws.newSession(PERSON))
        .and(google.environment(home, google.newLogin(PERSON)));
  }

  Map<String, String> secrets() {
    return aws.secrets();
  }

  void reset() {
    aws.reset();
    google.reset();
  }
}
