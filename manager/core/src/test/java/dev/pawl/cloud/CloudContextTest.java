package dev.pawl.cloud;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CloudContextTest {
  private static final String VARIABLE = "PATH"; // which each process has

  @Test
  void requireSameVariables_thisProcessHasOneMore_namesIt() {
    CloudContext without = context(Map.of());

    assertThatThrownBy(() -> without.requireSameVariables(VARIABLE, "", Set.of()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(VARIABLE + " differs from that of this process");
  }

  @Test
  void requireSameVariables_otherValue_namesIt() {
    CloudContext other = context(Map.of(VARIABLE, "/nowhere"));

    assertThatThrownBy(() -> other.requireSameVariables(VARIABLE, "", Set.of(VARIABLE)))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(VARIABLE);
  }

  @Test
  void requireSameVariables_sameOrExcepted_isLetPass() {
    CloudContext same = context(Map.of(VARIABLE, String.valueOf(System.getenv(VARIABLE))));
    CloudContext without = context(Map.of());

    assertThatCode(() -> same.requireSameVariables(VARIABLE, "", Set.of()))
        .doesNotThrowAnyException();
    assertThatCode(() -> without.requireSameVariables(VARIABLE, "", Set.of(VARIABLE)))
        .doesNotThrowAnyException();
    assertThatCode(() -> without.requireSameVariables(VARIABLE, VARIABLE, Set.of()))
        .doesNotThrowAnyException();
  }

  private static CloudContext context(Map<String, String> environment) {
    return new CloudContext(
        CloudPlatform.BEDROCK, environment, TokenClock.system(), name -> () -> {});
  }
}
