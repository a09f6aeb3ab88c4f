package dev.pawl.it.play;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import java.time.Duration;

/** A server that serves one play after the other; each has token families of its own. */
final class PlayServer implements AutoCloseable {
  static final Duration LIFETIME = Duration.ofHours(1);

  final RotationPolicy policy;
  final Simulator simulator;

  PlayServer(RotationPolicy policy) {
    this.policy = policy;
    this.simulator =
        Simulator.builder()
            .policy(policy)
            .graceWindow(Duration.ofSeconds(30))
            .accessTtl(LIFETIME)
            .start();
    simulator.clock().freeze();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
