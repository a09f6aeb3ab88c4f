package dev.pawl.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.Snapshot.Answer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a snapshot is to a caller: a token of an hour, the seventh generation, issued at 0. */
class SnapshotTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long GENERATION = 7;

  @Test
  void answer_freshToken_isServed() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", 0);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR / 2)).isEqualTo(Answer.SERVE);
  }

  @ParameterizedTest
  @EnumSource(names = {"GOOD", "IN_DOUBT", "LOGIN_REQUIRED", "UNSAVED", "MISCONFIGURED"})
  void answer_freshTokenWhateverItsRefreshTokenIs_isServed(Verdict verdict) {
    Snapshot seen = snapshot(verdict, "token", 0);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR / 2)).isEqualTo(Answer.SERVE);
  }

  @Test
  void answer_tokenAboutToEnd_isTheLastResort() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", 0);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR - 1)).isEqualTo(Answer.SERVE_LAST_RESORT);
  }

  @Test
  void answer_endedToken_isNone() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", 0);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR)).isEqualTo(Answer.WAIT);
  }

  @Test
  void answer_noToken_isNone() {
    Snapshot seen = snapshot(Verdict.GOOD, null, 0);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR / 2)).isEqualTo(Answer.WAIT);
  }

  @Test
  void answer_loggedOut_isNoneThoughTheTokenLives() {
    Snapshot seen = snapshot(Verdict.LOGGED_OUT, "token", 0);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR / 2)).isEqualTo(Answer.WAIT);
  }

  @Test
  void answer_generationThatAServerRejected_isNoneForEverybody() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", GENERATION);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR / 2)).isEqualTo(Answer.WAIT);
  }

  @Test
  void answer_generationBeforeWasRejected_isServed() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", GENERATION - 1);

    assertThat(seen.answer(TokenRequirement.USABLE, HOUR / 2)).isEqualTo(Answer.SERVE);
  }

  @Test
  void answer_callerRejectsThisGeneration_isNone() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", 0);

    Answer same = seen.answer(TokenRequirement.newerThan(GENERATION), HOUR / 2);
    Answer older = seen.answer(TokenRequirement.newerThan(GENERATION - 1), HOUR / 2);

    assertThat(same).isEqualTo(Answer.WAIT);
    assertThat(older).isEqualTo(Answer.SERVE);
  }

  @Test
  void answer_callerNeedsMoreLifeThanIsLeft_isNoneAndNoLastResort() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", 0);

    Answer enough = seen.answer(TokenRequirement.lasting(Duration.ofMinutes(30)), HOUR / 2);
    Answer tooLittle = seen.answer(TokenRequirement.lasting(Duration.ofMinutes(31)), HOUR / 2);

    assertThat(enough).isEqualTo(Answer.SERVE);
    assertThat(tooLittle).isEqualTo(Answer.WAIT);
  }

  @Test
  void answer_refreshAheadOfTime_isServedUntilTheAdvisoryWindowAlone() {
    Snapshot seen = snapshot(Verdict.GOOD, "token", 0);
    long advised = seen.freshness.adviseAt();

    assertThat(seen.answer(TokenRequirement.AHEAD, advised - 1)).isEqualTo(Answer.SERVE);
    assertThat(seen.answer(TokenRequirement.AHEAD, advised)).isEqualTo(Answer.SERVE_LAST_RESORT);
    assertThat(seen.answer(TokenRequirement.USABLE, advised)).isEqualTo(Answer.SERVE);
  }

  private static Snapshot snapshot(Verdict verdict, @Nullable String access, long rejected) {
    SlotRecord entry =
        new SlotRecord(GENERATION, verdict, 0, HOUR, Cooldown.NONE, rejected, 0, access, List.of());
    Snapshot.Source files = new Snapshot.Source(null, -1, false, 0, 0);
    return new Snapshot(files, entry, "default", Freshness.of(0, HOUR, 0));
  }
}
