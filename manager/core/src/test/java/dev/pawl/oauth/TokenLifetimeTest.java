package dev.pawl.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.policy.Freshness;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifetimeTest {
  @ParameterizedTest
  @ValueSource(longs = {61, 299, 301, 3_600, 9 * 3_600})
  void read_endedWhileTheMachineSlept_servesWhoWaitsAndNobodyMuchLater(long seconds) {
    long underWay = Duration.ofSeconds(seconds).toMillis();

    long lifetime = new TokenLifetime(Map.of("expires_in", 60L), 0, underWay).read(true).millis();

    long waitedForFrom = Freshness.of(0, lifetime, 0).mandatoryAt();
    assertThat(waitedForFrom - underWay).isBetween(2_000L, 2_500L);
    assertThat(lifetime - underWay).isBetween(2_500L, 36_000L);
  }
}
