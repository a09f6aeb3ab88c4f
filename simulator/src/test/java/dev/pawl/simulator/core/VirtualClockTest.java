package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(clock.instant(Service.AUTHORIZATION)).isEqualTo(START.plusSeconds(60));
  }
}
