package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.simulator.core.operation.Service;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant system = START;
  private final VirtualClock clock = new VirtualClock(() -> system);

  @Test
  void advance_running_addsToTheSystemsTime() {
    clock.advance(Duration.ofHours(9));
    system = system.plusSeconds(1);

    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(9)).plusSeconds(1));
  }

  @Test
  void freeze_thenAdvanceAndThaw_runsOnFromWhereItStood() {
    clock.freeze();
    system = system.plusSeconds(100);
    clock.advance(Duration.ofSeconds(5));
    Instant frozen = clock.instant();
    clock.thaw();
    system = system.plusSeconds(1);

    assertThat(frozen).isEqualTo(START.plusSeconds(5));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(6));
    assertThat(clock.isFrozen()).isFalse();
  }

  @Test
  void skew_ofOneService_leavesTheOthersAlone() {
    clock.skew(Service.API, Duration.ofHours(-2));
    clock.offset(Duration.ofMinutes(1));

    assertThat(clock.instant(Service.API)).isEqualTo(START.plusSeconds(60).minusSeconds(7200));
    assertThat(clock.instant(Service.OAUTH)).isEqualTo(START.plusSeconds(60));
  }

  @Test
  void offset_beyondTheYearsThatADateCanSay_isRefusedAndLeavesTheClockAlone() {
    clock.skew(Service.API, Duration.ofHours(1));

    assertThatThrownBy(() -> clock.offset(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'offset'");
    assertThatThrownBy(() -> clock.advance(Duration.ofDays(-800_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'advance'");
    assertThatThrownBy(() -> clock.skew(Service.API, Duration.ofDays(3_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'skew'");

    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.skew(Service.API)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void advance_againAndAgain_cannotLeaveThoseYears() {
    clock.skew(Service.API, Duration.ofDays(-300));
    clock.advance(Duration.ofDays(-690_000));

    assertThatThrownBy(() -> clock.advance(Duration.ofDays(-13_500)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("years");

    assertThat(clock.offset()).isEqualTo(Duration.ofDays(-690_000));
  }
}
