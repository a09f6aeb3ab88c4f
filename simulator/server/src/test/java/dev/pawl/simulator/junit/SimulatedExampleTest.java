package dev.pawl.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import org.junit.jupiter.api.Test;

@Simulated(policy = RotationPolicy.GRACE_SAME)
class SimulatedExampleTest {
  @Test
  void refresh_answerIsLost_isReplayedOnce(Simulator simulator) throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.faults().add("refresh#1: AFTER_COMMIT empty");

    int status = new MyClient(simulator).refresh(grant.refreshToken());

    assertThat(status).isEqualTo(200);
    simulator.ledger().spends("F1").areExactly(2);
  }
}
