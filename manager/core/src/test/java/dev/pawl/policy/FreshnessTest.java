package dev.pawl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pawl.profile.Adoption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
  private static final int PROFILES = 10_000;

  @ParameterizedTest
  @CsvSource({
    "3600000, 3300000, 3570000", // an hour: the last 5 minutes, the last 30 seconds
    "600000, 480000, 570000", // 10 minutes: 20 %, 30 seconds
    "60000, 48000, 54000", // a minute: 20 %, 10 %
    "0, 0, 0"
  })
  void of_lifetime_hasBothWindows(long lifetime, long adviseAt, long mandatoryAt) {
    Freshness freshness = Freshness.of(0, lifetime, 0);

    assertThat(freshness).isEqualTo(new Freshness(adviseAt, mandatoryAt, lifetime, lifetime));
  }

  @Property
  void of_anyToken_advisesBeforeItInsistsBeforeTheEnd(
      @ForAll @LongRange(min = 0, max = 1L << 50) long issuedAt,
      @ForAll @LongRange(min = -1_000, max = 1L << 40) long lifetime,
      @ForAll @DoubleRange(min = 0, max = 0.5) double spread) {
    Freshness freshness = Freshness.of(issuedAt, issuedAt + lifetime, spread);

    assertThat(freshness.adviseAt()).isLessThanOrEqualTo(freshness.mandatoryAt());
    assertThat(freshness.mandatoryAt()).isLessThanOrEqualTo(issuedAt + lifetime);
    assertThat(freshness.adviseAt()).isGreaterThanOrEqualTo(issuedAt + Math.min(0, lifetime));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true", "-30000, true", // a clock that was ahead by no more than the mandatory window
    "-30001, false", "-2592000000, false",
    "3600000, true" // behind
  })
  void seenAt_issuedInTheFuture_isNotBelieved(long now, boolean believed) {
    Freshness freshness = Freshness.of(0, 3_600_000, 0).seenAt(0, now);

    assertThat(freshness.isEndKnown()).isEqualTo(believed);
    assertThat(TokenRequirement.USABLE.accepts(1, freshness, Math.min(now, 3_000_000)))
        .isEqualTo(believed);
  }

  @Test
  void isOver_lifePassedByTheClockThatNobodySets_isTrueWhateverTheTime() {
    Adoption adoption = Adoption.of(0, Freshness.of(0, 600_000, 0), 400_000, 7);
    long end = 7 + TimeUnit.MILLISECONDS.toNanos(199_000);

    assertThat(adoption.isOver(end - 1)).isFalse();
    assertThat(adoption.isOver(end)).isTrue();
  }

  @Test
  void ended_anyToken_isServedToNobody() {
    Freshness ended = Freshness.of(0, 600_000, 0).ended();

    assertThat(TokenRequirement.USABLE.accepts(1, ended, 0)).isFalse();
    assertThat(ended.isEndKnown()).isTrue();
  }

  @Test
  void of_tokenWithoutEnd_neverAdvises() {
    assertThat(Freshness.of(5, Long.MAX_VALUE, 0.3))
        .isEqualTo(new Freshness(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({
    "600000, 3000000, true", "600000, 3000001, false", // ten minutes of an hour
    "7200000, 360000, true", "7200000, 360001, false" // two hours of an hour: nine tenths
  })
  void lasts_demand_isMetUpToTheMillisecond(long least, long now, boolean met) {
    assertThat(Freshness.of(0, 3_600_000, 0.1).lasts(least, now)).isEqualTo(met);
  }

  @Test
  void spread_manyProfiles_fillsTheFirstHalfOfTheWindowEvenly() {
    double[] spreads = spreads();

    assertThat(Arrays.stream(spreads).boxed()).allMatch(spread -> spread >= 0 && spread < 0.5);
    assertThat(Arrays.stream(spreads).average().orElseThrow()).isBetween(0.24, 0.26);
    for (int slice = 0; slice < 10; slice++) {
      assertThat(inSlice(spreads, slice)).as("slice %d", slice).isLessThan(PROFILES * 15 / 100);
    }
    for (int slice = 2; slice < 8; slice++) {
      assertThat(inSlice(spreads, slice)).as("slice %d", slice).isGreaterThan(PROFILES / 10);
    }
  }

  @Test
  void spread_oneProfile_differsByChanceAloneAndByNoMoreThanATenth() {
    double[] first = spreads();
    double[] second = spreads();

    for (int n = 0; n < PROFILES; n++) {
      assertThat(second[n]).isCloseTo(first[n], within(0.1));
    }
    assertThat(second).isNotEqualTo(first);
  }

  /* As wide as a tenth of what the spread may be; an eighth of all profiles is due in each. */
  private static long inSlice(double[] spreads, int slice) {
    return Arrays.stream(spreads)
        .filter(spread -> spread >= slice * 0.05 && spread < (slice + 1) * 0.05)
        .count();
  }

  private static double[] spreads() {
    return IntStream.range(0, PROFILES)
        .mapToDouble(n -> Freshness.spread("customer-" + n))
        .toArray();
  }
}
