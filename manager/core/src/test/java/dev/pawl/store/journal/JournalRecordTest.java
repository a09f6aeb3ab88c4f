package dev.pawl.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Grant;
import dev.pawl.store.Sample;
import dev.pawl.store.journal.JournalRecord.Failures;
import dev.pawl.store.journal.JournalRecord.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JournalRecordTest {
  private static final Grant GRANT = Sample.grant(7);

  @ParameterizedTest
  @CsvSource({
    "NONE,SPENDING",
    "SPENDING,REPLAYING",
    "DOUBT,REPLAYING",
    "REPLAYING,REPLAYING",
  })
  void spending_sameToken_announcesASpendOrAReplay(State from, State to) {
    assertThat(in(from).spending(GRANT, 99).state()).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,NONE",
    "SPENDING,NONE",
    "DOUBT,DOUBT",
    "REPLAYING,DOUBT",
    "DEAD,DEAD",
  })
  void withdrawn_anyState_goesBackExactlyOneAndErasesNoDoubt(State from, State to) {
    Failures failures = Failures.NONE.failed(5, 6);

    JournalRecord back = in(from).withdrawn(failures);

    assertThat(back.state()).isEqualTo(to);
    assertThat(back.failures()).isEqualTo(failures);
    assertThat(back.fingerprint()).isEqualTo(Sample.fingerprint(7));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,NONE",
    "SPENDING,DOUBT",
    "DOUBT,DOUBT",
    "REPLAYING,DOUBT",
    "DEAD,DEAD",
  })
  void stateOf_foundLater_takesAnUnfinishedSpendForDoubt(State recorded, State meaning) {
    assertThat(in(recorded).stateOf(GRANT)).isEqualTo(meaning);
    assertThat(in(recorded).stateOf(Sample.grant(8))).isEqualTo(State.NONE);
    assertThat(in(recorded).stateOf(GRANT.next(8, GRANT.origin(), GRANT.tokens())))
        .isEqualTo(State.NONE);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void stateOf_anotherTokenOfTheSameGeneration_saysNothing(State state) {
    Grant another = GRANT.next(7, GRANT.origin(), Sample.tokens(8));

    assertThat(in(state).speaksOf(another)).isFalse();
    assertThat(in(state).stateOf(another)).isEqualTo(State.NONE);
    assertThat(in(state).spending(another, 99).state()).isEqualTo(State.SPENDING);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void hasSpent_currentToken_unlessItWasProvedUnsent(State state) {
    assertThat(in(state).hasSpent(Sample.fingerprint(7))).isEqualTo(state != State.NONE);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void spending_anotherToken_remembersTheOneThatWasSpent(State state) {
    JournalRecord next = in(state).spending(Sample.grant(8), 1);

    assertThat(next.state()).isEqualTo(State.SPENDING);
    assertThat(next.hasSpent(Sample.fingerprint(7))).isEqualTo(state != State.NONE);
  }

  @Test
  void spending_replay_keepsTheTimeOfTheFirstSpend() {
    JournalRecord replay = in(State.DOUBT).spending(GRANT, 99);

    assertThat(replay.firstSpentAt()).isEqualTo(11);
    assertThat(in(State.NONE).spending(GRANT, 99).firstSpentAt()).isEqualTo(99);
  }

  @Test
  void spending_manyTokens_remembersTheLast64() {
    JournalRecord journal = JournalRecord.EMPTY;
    for (int i = 1; i <= 100; i++) {
      journal = journal.spending(Sample.grant(i), i);
    }

    assertThat(journal.spent()).hasSize(64).doesNotHaveDuplicates();
    assertThat(journal.hasSpent(Sample.fingerprint(100))).isTrue();
    assertThat(journal.hasSpent(Sample.fingerprint(36))).isTrue();
    assertThat(journal.hasSpent(Sample.fingerprint(35))).isFalse();
  }

  @Test
  void spending_tokenThatDoesNotRotate_isNotRememberedAsSpent() {
    JournalRecord journal = in(State.SPENDING);

    JournalRecord next = journal.spending(GRANT.next(8, GRANT.origin(), GRANT.tokens()), 1);

    assertThat(next.spent()).isEmpty();
  }

  @Test
  void replaced_tokenThatDoesNotRotate_isNotHeldAgainstIt() {
    JournalRecord next = in(State.SPENDING).replaced(8, Sample.fingerprint(7));

    assertThat(next.hasSpent(Sample.fingerprint(7))).isFalse();
    assertThat(in(State.SPENDING).hasSpent(Sample.fingerprint(7))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void replaced_byALogin_endsEveryVerdictButForgetsNoSpentToken(State state) {
    JournalRecord next = in(state).replaced(8, Sample.fingerprint(8));

    assertThat(next.stateOf(Sample.grant(8))).isEqualTo(State.NONE);
    assertThat(next.failures()).isEqualTo(Failures.NONE);
    assertThat(next.hasSpent(Sample.fingerprint(7))).isEqualTo(state != State.NONE);
  }

  @Test
  void since_tokenIssuedAfterTheFailure_endsTheFailures() {
    JournalRecord failing = in(State.SPENDING).withdrawn(Failures.NONE.failed(7_500, 0));

    assertThat(failing.since(Sample.grant(8)).failures()).isEqualTo(Failures.NONE);
    assertThat(failing.since(GRANT)).isEqualTo(failing);
    assertThat(in(State.SPENDING).withdrawn(Failures.NONE.failed(9_000, 0)).since(Sample.grant(8)))
        .extracting(journal -> journal.failures().count())
        .isEqualTo(1);
  }

  @Test
  void trying_tokenOfAnotherLogin_leavesWhatIsKnownOfTheStoredOne() {
    JournalRecord doubt = in(State.DOUBT);

    JournalRecord trying = doubt.trying(Sample.fingerprint(9));

    assertThat(trying.stateOf(GRANT)).isEqualTo(State.DOUBT);
    assertThat(trying.tried()).isEqualTo(Sample.fingerprint(9));
    assertThat(trying.hasSpent(Sample.fingerprint(9))).isFalse();
    assertThat(trying.answered(Sample.fingerprint(9))).isEqualTo(doubt);
    assertThat(trying.answered(Sample.fingerprint(8))).isEqualTo(trying);
  }

  @Test
  void trying_anotherOne_neverForgetsTheFirst() {
    JournalRecord first = in(State.NONE).trying(Sample.fingerprint(9));

    JournalRecord second = first.trying(Sample.fingerprint(8));

    assertThat(first.trying(Sample.fingerprint(9))).isEqualTo(first);
    assertThat(second.tried()).isEqualTo(Sample.fingerprint(8));
    assertThat(second.hasSpent(Sample.fingerprint(9))).isTrue();
  }

  @Test
  void tried_refreshesOfTheStoredLogin_staysUntilItIsAccepted() {
    JournalRecord trying = in(State.NONE).trying(Sample.fingerprint(9));

    JournalRecord later =
        trying.spending(GRANT, 12).inDoubt(Failures.NONE).replaced(8, Sample.fingerprint(8));

    assertThat(later.tried()).isEqualTo(Sample.fingerprint(9));
    assertThat(later.accepted(Sample.fingerprint(10)).tried()).isNull();
    assertThat(later.accepted(Sample.fingerprint(10)).hasSpent(Sample.fingerprint(9))).isTrue();
    assertThat(later.accepted(Sample.fingerprint(9)).hasSpent(Sample.fingerprint(9))).isFalse();
  }

  @Test
  void attempt_afterAWithdrawalALoginOrAVerdict_neverComesBack() {
    JournalRecord first = JournalRecord.EMPTY.spending(Sample.grant(7), 11);
    JournalRecord second = first.withdrawn(Failures.NONE).spending(Sample.grant(7), 11);
    JournalRecord third = second.inDoubt(Failures.NONE).spending(Sample.grant(7), 12);
    JournalRecord fourth = third.replaced(8, Sample.fingerprint(8)).spending(Sample.grant(8), 13);
    JournalRecord fifth = fourth.lost().boundTo(Sample.grant(8), 14).dead();

    assertThat(first.attempt()).isPositive();
    assertThat(second.attempt()).isEqualTo(first.attempt() + 1);
    assertThat(third.attempt()).isEqualTo(first.attempt() + 2);
    assertThat(fourth.attempt()).isEqualTo(first.attempt() + 3);
    assertThat(fifth.attempt()).isEqualTo(fourth.attempt());
  }

  @Test
  void stateOf_journalLost_isInDoubtWhateverIsStored() {
    JournalRecord bound = JournalRecord.LOST.boundTo(Sample.grant(7), 11);

    assertThat(JournalRecord.LOST.stateOf(Sample.grant(3))).isEqualTo(State.DOUBT);
    assertThat(bound.stateOf(Sample.grant(7))).isEqualTo(State.DOUBT);
    assertThat(bound.stateOf(Sample.grant(8))).isEqualTo(State.NONE);
    assertThat(bound.spending(Sample.grant(7), 12).state()).isEqualTo(State.REPLAYING);
    assertThat(JournalRecord.LOST.replaced(9, null).isLost()).isFalse();
  }

  private static JournalRecord in(State state) {
    return new JournalRecord(state, 7, Sample.fingerprint(7), 11, Failures.NONE, List.of());
  }
}
