package dev.pawl.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.source.ShareableSource.Terms;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Credential.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a caller takes of what lies there, and when the source is asked again; time is a number. */
final class SharedDemandTest {
  private static final long BEGIN = 1_800_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Duration QUARTER = Duration.ofMinutes(15);

  @Test
  void isMetBy_lessLeftThanWanted_isFalse() {
    SharedAnswer seen = answer(HOUR);

    assertThat(demand(QUARTER, 0).isMetBy(seen, at(45))).isTrue();
    assertThat(demand(QUARTER, 0).isMetBy(seen, at(45) + 1)).isFalse();
    assertThat(demand(Duration.ZERO, 0).isMetBy(seen, at(59))).isTrue();
  }

  @Test
  void isMetBy_wholeLifeIsShort_halfOfItIsEnough() {
    SharedAnswer seen = answer(QUARTER.toMillis());

    assertThat(demand(QUARTER, 0).isMetBy(seen, at(7))).isTrue();
    assertThat(demand(QUARTER, 0).isMetBy(seen, at(8))).isFalse();
  }

  @Test
  void isMetBy_filesChangedSinceItCame_isFalse() {
    SharedAnswer seen = answer(HOUR);

    assertThat(demand(Duration.ZERO, at(1)).isMetBy(seen, at(2))).isFalse();
    assertThat(demand(Duration.ZERO, BEGIN).isMetBy(seen, at(2))).isTrue();
    assertThat(demand(Duration.ZERO, at(3)).isMetBy(seen, at(2))).as("a clock is wrong").isTrue();
  }

  @Test
  void isStale_withinTheMarginBeforeItsEnd_isTrue() {
    SharedAnswer seen = answer(HOUR);

    assertThat(demand(Duration.ZERO, 0).isStale(seen, at(54))).isFalse();
    assertThat(demand(Duration.ZERO, 0).isStale(seen, at(56))).isTrue();
  }

  @Test
  void cooldown_afterALoginWasWanted_lastsAMinuteOrUntilTheFilesChange() {
    SharedAnswer failed = new SharedAnswer(answer(HOUR).failed(true, at(70)));

    assertThat(failed.isLoginWanted()).isTrue();
    assertThat(demand(Duration.ZERO, 0).cooldown(failed, at(70))).isEqualTo(60_000);
    assertThat(demand(Duration.ZERO, 0).cooldown(failed, at(71))).isZero();
    assertThat(demand(Duration.ZERO, at(70) + 1).cooldown(failed, at(70) + 2)).isZero();
    assertThat(demand(Duration.ZERO, at(69)).cooldown(failed, at(70))).isEqualTo(60_000);
  }

  @Test
  void cooldown_afterAnotherFailure_isShort() {
    SharedAnswer failed = new SharedAnswer(answer(HOUR).failed(false, at(70)));

    assertThat(failed.isLoginWanted()).isFalse();
    assertThat(demand(Duration.ZERO, 0).cooldown(failed, at(70))).isBetween(1L, 1_000L);
  }

  private static long at(long minute) {
    return BEGIN + Duration.ofMinutes(minute).toMillis();
  }

  private static SharedAnswer answer(long life) {
    SlotRecord entry =
        SharedAnswer.of(null).next(new Credential(Kind.BEARER, "token", BEGIN + life), BEGIN);
    return new SharedAnswer(entry);
  }

  private static SharedDemand demand(Duration least, long changedAt) {
    Terms terms =
        new Terms(
            "key",
            Kind.BEARER,
            Duration.ofHours(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            changedAt);
    return new SharedDemand(terms, null, least);
  }
}
