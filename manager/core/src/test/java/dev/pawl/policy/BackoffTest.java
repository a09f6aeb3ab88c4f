package dev.pawl.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.store.journal.JournalRecord.Failures;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final long NOW = 1_000_000_000_000L; // a multiple of 100: no spread

  @ParameterizedTest
  @CsvSource({
    "1, 5000, 500", "2, 10000, 1000", "3, 20000, 2000", "4, 40000, 4000",
    "5, 80000, 4000", "6, 120000, 4000", "64, 120000, 4000", "1000000, 120000, 4000"
  })
  void after_failures_doublesUpToItsCap(int failures, long patient, long brisk) {
    Cooldown cooldown = Backoff.after(new Failures(failures, NOW, 0, null, ""), NOW);

    assertThat(cooldown).isEqualTo(new Cooldown(NOW + patient, NOW + brisk));
  }

  @Property
  void after_anyFailure_isBoundedAndTheSameForAll(
      @ForAll @IntRange(min = 1) int failures,
      @ForAll @LongRange(min = 0, max = 1L << 45) long failedAt,
      @ForAll @LongRange(min = 0, max = 600_000) long later) {
    Failures met = new Failures(failures, failedAt, 0, null, "");

    Cooldown cooldown = Backoff.after(met, failedAt + later);

    assertThat(cooldown).isEqualTo(Backoff.after(met, failedAt));
    assertThat(cooldown.urgentUntil()).isBetween(failedAt + 400, failedAt + 4_000);
    assertThat(cooldown.until()).isBetween(failedAt + 4_000, failedAt + 120_000);
  }

  @Test
  void after_serversOwnWish_countsWhateverTheUrgency() {
    Failures failures = new Failures(3, NOW, NOW + 130_000, null, "");

    assertThat(Backoff.after(failures, NOW)).isEqualTo(new Cooldown(NOW + 130_000, NOW + 130_000));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 500, '', 120000",
    "3, 30000, '', 120000",
    "9, 120000, '', 120000",
    "9, 120001, '', 900000",
    "1, 5000, other settings, 900000"
  })
  void longest_shortPause_isOurLongest(
      int failures, long pause, String refusedUnder, long longest) {
    Failures met = new Failures(failures, NOW, NOW + pause, "why", refusedUnder);

    Cooldown cooldown = Backoff.after(met, NOW);

    assertThat(cooldown.urgentUntil()).isEqualTo(NOW + pause);
    assertThat(Backoff.longest(cooldown)).isEqualTo(longest);
  }

  @Test
  void longest_failuresAlone_isTheBriskOne() {
    Cooldown cooldown = Backoff.after(new Failures(1, NOW, 0, null, ""), NOW);

    assertThat(Backoff.longest(cooldown)).isEqualTo(4_000);
  }

  @Test
  void after_noFailureOrOneInTheFuture_isNone() {
    Failures future = new Failures(1, NOW + 3_600_000, NOW + 3_600_001, null, "");

    assertThat(Backoff.after(Failures.NONE, NOW)).isEqualTo(Cooldown.NONE);
    assertThat(Backoff.after(future, NOW)).isEqualTo(Cooldown.NONE);
    assertThat(Backoff.after(future, NOW + 3_590_000)).isEqualTo(Cooldown.NONE);
  }
}
