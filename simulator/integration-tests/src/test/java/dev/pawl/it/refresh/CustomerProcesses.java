package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildFleet;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Child JVMs that all act for the same customers, against a simulator whose time stands still. */
final class CustomerProcesses implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Duration TTL = Duration.ofHours(1);

  final Simulator simulator;
  private final Path home;
  private final ChildFleet fleet;
  private final List<Child> children;

  private CustomerProcesses(
      Simulator simulator, Path home, ChildFleet fleet, List<Child> children) {
    this.simulator = simulator;
    this.home = home;
    this.fleet = fleet;
    this.children = children;
  }

  /** Children with {@code settings} of their own. */
  static CustomerProcesses of(Path home, String settings, int children) throws Exception {
    Path file = home.resolve("config/pawl/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, settings);
    Simulator simulator =
        Simulator.builder().policy(RotationPolicy.STRICT_FAMILY).accessTtl(TTL).start();
    simulator.clock().freeze();
    ChildFleet fleet = new ChildFleet(home);
    return new CustomerProcesses(simulator, home, fleet, fleet.crew(children));
  }

  Child child(int number) {
    return children.get(number);
  }

  /** Has a child open the state directory, whose callers wait that long. */
  void open(int number, Duration waitTimeout) throws Exception {
    Map<String, Object> order = order("open");
    order.put("timeoutMillis", waitTimeout.toMillis());
    done(send(number, order));
  }

  /** Logs in {@code customers} through one child and lets their tokens end. */
  void importAndExpire(int number, int customers) throws Exception {
    Map<String, Object> order = order("import");
    order.put("file", logins(customers).toString());
    order.put("issuer", simulator.issuer().toString());
    order.put("tokenEndpoint", simulator.tokenEndpoint().toString());
    order.put("clientId", simulator.clientId());
    order.put("lifetimeMillis", TTL.toMillis());
    tick(Duration.ZERO);
    assertThat(done(send(number, order)).number("STORED")).isEqualTo(customers);
    tick(TTL.plusSeconds(1));
  }

  private Path logins(int customers) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < customers; n++) {
      IssuedGrant issued = simulator.newFamily("customer-" + n);
      lines.add("customer-" + n + " " + issued.accessToken() + " " + issued.refreshToken());
    }
    return Files.write(home.resolve("logins"), lines);
  }

  private void tick(Duration step) throws Exception {
    simulator.clock().advance(step);
    for (Child child : children) {
      long offset = simulator.clock().offset().toMillis();
      assertThat(child.ask("clock", Map.of("offsetMillis", offset), TIMEOUT).isOk()).isTrue();
    }
  }

  /**
   * Has a child ask for the tokens of all customers.
   *
   * @param threads that ask at the same time
   * @param deadline until which a thread that is told to try later does so
   */
  CompletableFuture<ChildReply> sweep(int number, int customers, int threads, Duration deadline) {
    Map<String, Object> order = order("sweep");
    order.put("profiles", customers);
    order.put("threads", threads);
    order.put("deadlineMillis", deadline.toMillis());
    return send(number, order);
  }

  private CompletableFuture<ChildReply> send(int number, Map<String, Object> order) {
    return children.get(number).send("gateway", order);
  }

  /** What it came to. */
  ChildReply done(CompletableFuture<ChildReply> coming) throws Exception {
    ChildReply reply = children.get(0).await(coming, TIMEOUT);
    assertThat(reply.isOk()).as("%s", reply).isTrue();
    return reply;
  }

  private Map<String, Object> order(String act) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("act", act);
    order.put("state", home.resolve("state/gateway").toString());
    order.put("cache", "mapped");
    return order;
  }

  @Override
  public void close() {
    fleet.close();
    simulator.close();
  }
}
