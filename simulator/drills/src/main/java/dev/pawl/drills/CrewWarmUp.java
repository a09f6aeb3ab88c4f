package dev.pawl.drills;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.fleet.Running;
import dev.pawl.drills.stage.DrillProvider;
import dev.pawl.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets fresh processes refresh once, each on its own with a login of its own, so that a drill
 * measures waiting and not the loading of classes.
 */
final class CrewWarmUp implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration LATER = Duration.ofHours(2);

  private final Simulator simulator = Simulator.builder().seed(1).start();
  private final DrillProvider provider = new DrillProvider(simulator);
  private final List<Child> children;
  private final Path home;
  private Duration ahead = Duration.ZERO;

  private CrewWarmUp(List<Child> children, Path home) {
    this.children = children;
    this.home = home;
  }

  static void of(List<Child> children, Path home) throws IOException, InterruptedException {
    if (children.isEmpty()) {
      return;
    }
    try (CrewWarmUp warmUp = new CrewWarmUp(children, home)) {
      warmUp.clocks();
      warmUp.play("none");
      warmUp.play("mapped");
    }
  }

  private void play(String cache) throws IOException, InterruptedException {
    all("open", child -> opening(child, cache));
    all("login", child -> provider.login(provider.family(), "unknown"));
    storms();
    simulator.clock().advance(LATER);
    ahead = ahead.plus(LATER);
    clocks();
    storms();
    all("close", child -> Map.of());
  }

  private void clocks() throws IOException, InterruptedException {
    all("clock", child -> Map.of("offsetMillis", ahead.toMillis()));
  }

  private Map<String, Object> opening(Child child, String cache) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put(
        "state", home.resolve("state").resolve("warm-up-" + cache + "-" + child.name()).toString());
    order.put("profile", "warm-up");
    order.put("cache", cache);
    return order;
  }

  private void all(String verb, Function<Child, Map<String, Object>> order)
      throws IOException, InterruptedException {
    Map<Child, CompletableFuture<ChildReply>> sent = new LinkedHashMap<>();
    children.forEach(child -> sent.put(child, child.send(verb, order.apply(child))));
    for (Map.Entry<Child, CompletableFuture<ChildReply>> each : sent.entrySet()) {
      ChildReply reply = each.getKey().await(each.getValue(), TIMEOUT);
      if (!reply.isOk()) {
        throw new IOException(
            "a process cannot " + verb + ": " + reply.error() + " " + reply.message());
      }
    }
  }

  private void storms() throws IOException, InterruptedException {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("what", "call");
    order.put("retry", true);
    order.put("threads", 2L);
    order.put("api", simulator.api().resolve("/v1/whoami").toString());
    List<Running> running = new ArrayList<>();
    children.forEach(child -> running.add(child.storm(order)));
    for (Running each : running) {
      ChildReply unused = each.standing(TIMEOUT);
      each.steer("go");
    }
    for (Running each : running) {
      ChildReply unused = each.results(TIMEOUT);
    }
  }

  @Override
  public void close() {
    simulator.close();
  }
}
