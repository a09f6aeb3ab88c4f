package dev.pawl.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code @Simulated} with a scenario: a resource, a file, and what counts before it. */
@Simulated(scenario = "dev/pawl/simulator/junit/strange.json")
class SimulatedScenarioTest {
  @Test
  void resource_isPlayed(Simulator simulator) throws Exception {
    String token = simulator.newFamily("alice").refreshToken();
    MyClient client = new MyClient(simulator);

    int first = client.refresh(token);
    int second = client.refresh(token);

    assertThat(first).isEqualTo(503);
    assertThat(second).isEqualTo(200);
    assertThat(simulator.terms().policy()).isEqualTo(RotationPolicy.NONE);
    assertThat(simulator.terms().accessTtl()).isEqualTo(Duration.ofSeconds(90));
    assertThat(simulator.seed()).isEqualTo(11);
  }

  @Test
  @Simulated(
      scenario = "src/test/resources/dev/pawl/simulator/junit/strange.json",
      policy = RotationPolicy.OMIT,
      seed = 5)
  void file_isPlayedAndTheOtherMembersCountBeforeIt(Simulator simulator) {
    assertThat(simulator.terms().policy()).isEqualTo(RotationPolicy.OMIT);
    assertThat(simulator.terms().accessTtl()).isEqualTo(Duration.ofSeconds(90));
    assertThat(simulator.seed()).isEqualTo(5);
    assertThat(simulator.faults().pending()).hasSize(1);
  }
}
