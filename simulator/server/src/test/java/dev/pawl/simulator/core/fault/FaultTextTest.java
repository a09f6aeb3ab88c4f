package dev.pawl.simulator.core.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTextTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oauth.refresh#3 of F1: AFTER_COMMIT empty",
        "oauth.refresh#1-5: BEFORE_COMMIT 503",
        "oauth.refresh#2- of F2: BEFORE_COMMIT 429 retry-after=30",
        "oauth.refresh: BEFORE_COMMIT 429 retry-after=0",
        "oauth.refresh: BEFORE_COMMIT 429 retry-after=date+30",
        "any until 2026-01-01T00:10:00Z: BEFORE_COMMIT 503 retry-after=5",
        "oauth.refresh#1 after 2026-01-01T00:00:10Z: AFTER_COMMIT reset",
        "oauth.refresh chance 0.25: AFTER_COMMIT truncated",
        "oauth.*#2 of F1 by agent-3: BEFORE_COMMIT 500",
        "api.* by pid:4711: BEFORE_COMMIT 500",
        "oauth.metadata: AFTER_COMMIT malformed",
        "oauth.login: AFTER_COMMIT drip 1",
        "oauth.authorize: BEFORE_COMMIT delay 250ms",
        "oauth.revoke: AFTER_COMMIT hang",
        "api.call of F1: AFTER_COMMIT 529",
        "oauth.refresh: MID_BODY(20) reset",
        "oauth.refresh: MID_BODY(20) delay 10ms",
        "oauth.refresh: AFTER_RESPONSE hang",
        "oauth.refresh: BEFORE_COMMIT 403 html",
        "oauth.refresh: AFTER_COMMIT 200 html",
        "oauth.refresh: AFTER_COMMIT 200 {}",
        "oauth.refresh: AFTER_COMMIT expires_in=missing",
        "oauth.refresh: AFTER_COMMIT expires_in=fractional",
        "oauth.refresh: AFTER_COMMIT no-refresh-token",
        "oauth.refresh: AFTER_COMMIT no-access-token",
        "oauth.refresh: BEFORE_COMMIT error=temporarily_unavailable",
        "oauth.refresh: AFTER_COMMIT 500 error=server_error"
      })
  void parse_itsOwnText_readsTheSameFault(String text) {
    Fault fault = FaultText.parse(text, NOW);

    assertThat(fault.toString()).isEqualTo(text);
    assertThat(FaultText.parse(fault.toString(), NOW.plusSeconds(99))).isEqualTo(fault);
  }

  @Test
  void parse_relativeTimesAndNext_areSugar() {
    Fault fault =
        FaultText.parse("refresh next 2 after +10s until +5m: BEFORE_COMMIT delay 2s", NOW);

    assertThat(fault.trigger())
        .isEqualTo(
            Trigger.every(Operation.REFRESH)
                .next(2)
                .after(NOW.plusSeconds(10))
                .until(NOW.plus(Duration.ofMinutes(5))));
    assertThat(fault.action()).isEqualTo(new FaultAction.Delay(Duration.ofSeconds(2)));
  }

  @Test
  void parse_serviceIsLeftOut_isTheOneThatHasTheOperation() {
    Operation mine = new Operation(new Service("sts"), "assume");
    Operation other = new Operation(new Service("sts"), "metadata");
    List<Operation> known = List.of(Operation.METADATA, mine, other);

    Fault fault = FaultText.parse("assume: BEFORE_COMMIT 500", NOW, known);

    assertThat(fault.trigger()).isEqualTo(Trigger.every(mine));
    assertThatThrownBy(() -> FaultText.parse("metadata: BEFORE_COMMIT 500", NOW, known))
        .hasMessageContaining("more than one service")
        .hasMessageContaining("sts.metadata");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "refresh",
        "refresh: ",
        "refresh: AFTER_COMMIT",
        "refresh: SOMETIME empty",
        "refresh: AFTER_COMMIT explode",
        "refresh: AFTER_COMMIT empty please",
        "refresh#0: AFTER_COMMIT empty",
        "refresh#5-2: AFTER_COMMIT empty",
        "bend: AFTER_COMMIT empty",
        "oauth.bend: AFTER_COMMIT empty",
        "sts.*: AFTER_COMMIT empty",
        "refresh by: AFTER_COMMIT empty",
        "fault: AFTER_COMMIT empty",
        "refresh after soon: AFTER_COMMIT empty",
        "refresh of: AFTER_COMMIT empty",
        "refresh chance 2: AFTER_COMMIT empty",
        "refresh: AFTER_COMMIT(3) empty",
        "refresh: BEFORE_COMMIT expires_in=string",
        "refresh: AFTER_COMMIT expires_in=purple",
        "refresh: AFTER_RESPONSE 503",
        "refresh: AFTER_COMMIT drip 0",
        "refresh: AFTER_COMMIT delay -1s",
        "refresh: AFTER_COMMIT delay soon",
        "refresh: AFTER_COMMIT 429 retry-after=later",
        "refresh: AFTER_COMMIT 200",
        "refresh: AFTER_COMMIT error=Invalid Grant",
        "refresh#99999999999999999999: AFTER_COMMIT empty"
      })
  void parse_nonsense_isRefusedWithTheTextInTheMessage(String text) {
    assertThatThrownBy(() -> FaultText.parse(text, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("fault '" + text + "': ");
  }
}
