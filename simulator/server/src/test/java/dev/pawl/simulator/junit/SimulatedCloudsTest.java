package dev.pawl.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import org.junit.jupiter.api.Test;

@Simulated(clouds = true)
class SimulatedCloudsTest {
  @Test
  void simulator_hasClouds(Simulator simulator) {
    SsoSession session = simulator.aws().newSession("alice");

    assertThat(session.family()).isEqualTo("F1");
    assertThat(simulator.clock().skew(AwsOperations.STS)).isZero();
    assertThat(simulator.aws().endpoint()).isNotEqualTo(simulator.aws().instance());
  }
}
