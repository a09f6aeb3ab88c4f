package dev.pawl.simulator;

import dev.pawl.simulator.core.IssuedGrant;
import org.junit.jupiter.api.AfterEach;

/** A simulator with one login, and a client of it. */
abstract class SimulatorScene {
  final Simulator simulator = Simulator.builder().seed(7).start();
  final Client client = new Client(simulator);
  final IssuedGrant grant = simulator.newFamily("alice");

  @AfterEach
  void stop() {
    simulator.close();
  }
}
