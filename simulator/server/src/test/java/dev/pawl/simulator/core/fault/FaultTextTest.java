package dev.pawl.simulator.core.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.simulator.core.ledger.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTextTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spend#3 of F1: AFTER_COMMIT empty",
        "spend#1-5: BEFORE_COMMIT 503",
        "spend#2- of F2: BEFORE_COMMIT 429 retry-after=30",
        "spend: BEFORE_COMMIT 429 retry-after=0",
        "spend: BEFORE_COMMIT 429 retry-after=date+30",
        "any until 2026-01-01T00:10:00Z: BEFORE_COMMIT 503 retry-after=5",
        "spend#1 after 2026-01-01T00:00:10Z: AFTER_COMMIT reset",
        "spend chance 0.25: AFTER_COMMIT truncated",
        "metadata: AFTER_COMMIT malformed",
        "login: AFTER_COMMIT drip 1",
        "code: BEFORE_COMMIT delay 250ms",
        "revoke: AFTER_COMMIT hang",
        "api of F1: AFTER_COMMIT 529",
        "spend: MID_BODY(20) reset",
        "spend: MID_BODY(20) delay 10ms",
        "spend: AFTER_RESPONSE hang",
        "spend: BEFORE_COMMIT 403 html",
        "spend: AFTER_COMMIT 200 html",
        "spend: AFTER_COMMIT 200 {}",
        "spend: AFTER_COMMIT expires_in=missing",
        "spend: AFTER_COMMIT expires_in=fractional",
        "spend: AFTER_COMMIT no-refresh-token",
        "spend: AFTER_COMMIT no-access-token",
        "spend: BEFORE_COMMIT error=temporarily_unavailable",
        "spend: AFTER_COMMIT 500 error=server_error"
      })
  void parse_itsOwnText_readsTheSameFault(String text) {
    Fault fault = FaultText.parse(text, NOW);

    assertThat(fault.toString()).isEqualTo(text);
    assertThat(FaultText.parse(fault.toString(), NOW.plusSeconds(99))).isEqualTo(fault);
  }

  @Test
  void parse_relativeTimesAndNext_areSugar() {
    Fault fault = FaultText.parse("spend next 2 after +10s until +5m: BEFORE_COMMIT delay 2s", NOW);

    assertThat(fault.trigger())
        .isEqualTo(
            Trigger.every(Kind.SPEND)
                .next(2)
                .after(NOW.plusSeconds(10))
                .until(NOW.plus(Duration.ofMinutes(5))));
    assertThat(fault.action()).isEqualTo(new FaultAction.Delay(Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spend",
        "spend: ",
        "spend: AFTER_COMMIT",
        "spend: SOMETIME empty",
        "spend: AFTER_COMMIT explode",
        "spend: AFTER_COMMIT empty please",
        "spend#0: AFTER_COMMIT empty",
        "spend#5-2: AFTER_COMMIT empty",
        "bend: AFTER_COMMIT empty",
        "fault: AFTER_COMMIT empty",
        "spend after soon: AFTER_COMMIT empty",
        "spend of: AFTER_COMMIT empty",
        "spend chance 2: AFTER_COMMIT empty",
        "spend: AFTER_COMMIT(3) empty",
        "spend: BEFORE_COMMIT expires_in=string",
        "spend: AFTER_COMMIT expires_in=purple",
        "spend: AFTER_RESPONSE 503",
        "spend: AFTER_COMMIT drip 0",
        "spend: AFTER_COMMIT delay -1s",
        "spend: AFTER_COMMIT delay soon",
        "spend: AFTER_COMMIT 429 retry-after=later",
        "spend: AFTER_COMMIT 200",
        "spend: AFTER_COMMIT error=Invalid Grant",
        "spend#99999999999999999999: AFTER_COMMIT empty"
      })
  void parse_nonsense_isRefusedWithTheTextInTheMessage(String text) {
    assertThatThrownBy(() -> FaultText.parse(text, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("fault '" + text + "': ");
  }
}
