package dev.pawl.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.FileIdentity;
import dev.pawl.source.ShareableSource.Terms;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Credential.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a caller takes of what lies there, and when the source is asked again; time is a number. */
final class SharedDemandTest {
  private static final long BEGIN = 1_800_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final List<FileIdentity> FILES = List.of(new FileIdentity(1, 2, 3));
  private static final List<FileIdentity> OTHER = List.of(new FileIdentity(1, 2, 4));
  private static final Duration QUARTER = Duration.ofMinutes(15);

  @Test
  void isMetBy_lessLeftThanWanted_isFalse() {
    SharedAnswer seen = answer(HOUR);

    assertThat(demand(QUARTER).isMetBy(seen, at(45))).isTrue();
    assertThat(demand(QUARTER).isMetBy(seen, at(45) + 1)).isFalse();
    assertThat(demand(Duration.ZERO).isMetBy(seen, at(59))).isTrue();
  }

  @Test
  void isNearlyMetBy_lessLeftThanWanted_isTrueUntilItsEnd() {
    SharedAnswer seen = answer(HOUR);

    assertThat(demand(QUARTER).isNearlyMetBy(seen, at(50))).isTrue();
    assertThat(demand(QUARTER).isNearlyMetBy(seen, at(60))).isFalse();
    assertThat(demand(QUARTER, OTHER).isNearlyMetBy(seen, at(50))).isFalse();
  }

  @Test
  void isMetBy_wholeLifeIsShort_halfOfItIsEnough() {
    SharedAnswer seen = answer(QUARTER.toMillis());

    assertThat(demand(QUARTER).isMetBy(seen, at(7))).isTrue();
    assertThat(demand(QUARTER).isMetBy(seen, at(8))).isFalse();
  }

  @Test
  void isMetBy_filesChangedSinceItCame_isFalse() {
    SharedAnswer seen = answer(HOUR);

    assertThat(demand(Duration.ZERO).isMetBy(seen, at(2))).isTrue();
    assertThat(demand(Duration.ZERO, OTHER).isMetBy(seen, at(2))).isFalse();
  }

  @Test
  void isStale_withinTheMarginBeforeItsEnd_isTrue() {
    SharedAnswer seen = answer(HOUR);

    assertThat(demand(Duration.ZERO).isStale(seen, at(54))).isFalse();
    assertThat(demand(Duration.ZERO).isStale(seen, at(56))).isTrue();
  }

  @Test
  void isStale_longLivedAnswer_isFalseHoursAfterItCame() {
    SharedAnswer day = answer(24 * HOUR);
    SharedAnswer endless = answer(Long.MAX_VALUE - BEGIN);

    assertThat(demand(Duration.ZERO).isStale(day, at(600))).isFalse();
    assertThat(demand(Duration.ZERO).isStale(endless, at(600))).isTrue();
  }

  @Test
  void cooldown_sourceWantsToBeLeftAlone_lastsAsLong() {
    SharedAnswer failed =
        new SharedAnswer(answer(HOUR).failed(Verdict.GOOD, 300_000, FILES, at(70)));

    assertThat(demand(Duration.ZERO).cooldown(failed, at(70))).isEqualTo(300_000);
    assertThat(demand(Duration.ZERO).cooldown(failed, at(75))).isZero();
  }

  @Test
  void cooldown_afterALoginWasWanted_lastsAMinuteOrUntilTheFilesChange() {
    SharedAnswer failed =
        new SharedAnswer(answer(HOUR).failed(Verdict.LOGIN_REQUIRED, 0, FILES, at(70)));

    assertThat(failed.isLoginWanted()).isTrue();
    assertThat(demand(Duration.ZERO).cooldown(failed, at(70))).isEqualTo(60_000);
    assertThat(demand(Duration.ZERO).cooldown(failed, at(71))).isZero();
    assertThat(demand(Duration.ZERO, OTHER).cooldown(failed, at(70))).isZero();
  }

  @Test
  void isFollowedByLogin_laterThanTheFailureAndNotInTheFuture_isTrue() {
    SharedAnswer failed =
        new SharedAnswer(answer(HOUR).failed(Verdict.LOGIN_REQUIRED, 0, FILES, at(70)));

    assertThat(failed.isFollowedByLogin(at(70), at(71))).isFalse();
    assertThat(failed.isFollowedByLogin(at(70) + 1, at(71))).isTrue();
    assertThat(failed.isFollowedByLogin(at(72), at(71))).isFalse();
  }

  @Test
  void cooldown_afterAnotherFailure_isShort() {
    SharedAnswer failed = new SharedAnswer(answer(HOUR).failed(Verdict.GOOD, 0, FILES, at(70)));

    assertThat(failed.isLoginWanted()).isFalse();
    assertThat(demand(Duration.ZERO).cooldown(failed, at(70))).isBetween(1L, 1_000L);
  }

  private static long at(long minute) {
    return BEGIN + Duration.ofMinutes(minute).toMillis();
  }

  private static SharedAnswer answer(long life) {
    SlotRecord entry =
        SharedAnswer.of(null)
            .next(new Credential(Kind.BEARER, "token", BEGIN + life), FILES, BEGIN);
    return new SharedAnswer(entry);
  }

  private static SharedDemand demand(Duration least) {
    return demand(least, FILES);
  }

  private static SharedDemand demand(Duration least, List<FileIdentity> files) {
    Terms terms =
        new Terms(
            "key",
            Kind.BEARER,
            Duration.ofHours(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            List.of());
    return new SharedDemand(terms, files, null, least, "");
  }
}
