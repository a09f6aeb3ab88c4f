package dev.pawl.drills.client;

import static dev.pawl.simulator.core.ledger.Outcome.GRANTED;
import static dev.pawl.simulator.core.ledger.Outcome.INVALID_GRANT;
import static dev.pawl.simulator.core.ledger.Outcome.REPLAYED_IN_GRACE;
import static dev.pawl.simulator.core.ledger.Outcome.REUSE_FAMILY_REVOKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final String RESET = "AFTER_COMMIT reset";

  private final List<LedgerEntry> ledger = new ArrayList<>();

  @Test
  void violations_ofATokenSpentByTwoCopies_namesBoth() {
    spend(4711, "F1.rt0", GRANTED, "");
    spend(4712, "F1.rt0", REUSE_FAMILY_REVOKED, "");

    List<String> violations = violations(false, WinClass.WINNABLE);

    assertThat(violations)
        .containsExactly(
            "your client spent F1.rt0 2 times: copy 1 (process 4711), copy 2 (process 4712); the"
                + " server took it for theft and logged everybody out");
  }

  @Test
  void violations_ofAReplayThatGraceLetPass_saysWhatAStrictServerDoes() {
    spend(4711, "F1.rt0", GRANTED, "");
    spend(4712, "F1.rt0", REPLAYED_IN_GRACE, "");

    List<String> violations = violations(false, WinClass.WINNABLE);

    assertThat(violations)
        .singleElement()
        .asString()
        .endsWith("this server let it pass, a strict one logs everybody out");
  }

  @Test
  void violations_ofAReplayAfterALostAnswer_areNone() {
    spend(4711, "F1.rt0", GRANTED, RESET);
    spend(4711, "F1.rt0", REPLAYED_IN_GRACE, "");

    List<String> violations = violations(true, WinClass.WINNABLE);

    assertThat(violations).isEmpty();
  }

  @Test
  void violations_ofASecondReplayAfterAnAnswer_namesIt() {
    spend(4711, "F1.rt0", GRANTED, RESET);
    spend(4711, "F1.rt0", REPLAYED_IN_GRACE, "");
    spend(4712, "F1.rt0", REPLAYED_IN_GRACE, "");

    List<String> violations = violations(true, WinClass.WINNABLE);

    assertThat(violations).singleElement().asString().contains("F1.rt0 3 times");
  }

  @Test
  void violations_ofAReplayAfterASlowAnswer_namesIt() {
    spend(4711, "F1.rt0", GRANTED, "AFTER_COMMIT delay PT5S");
    spend(4712, "F1.rt0", REUSE_FAMILY_REVOKED, "");

    List<String> violations = violations(false, WinClass.WINNABLE);

    assertThat(violations).hasSize(1);
  }

  @Test
  void violations_whereTheLoginCannotBeKept_allowEachCopyOneTry() {
    spend(4711, "F1.rt0", GRANTED, RESET);
    spend(4711, "F1.rt0", REUSE_FAMILY_REVOKED, "");
    spend(4712, "F1.rt0", INVALID_GRANT, "");

    List<String> violations = violations(true, WinClass.LOGIN_ONCE);

    assertThat(violations).isEmpty();
  }

  @Test
  void violations_ofADeadTokenPresentedAgainAndAgain_countsThem() {
    spend(4711, "F1.rt0", GRANTED, RESET);
    spend(4711, "F1.rt0", REUSE_FAMILY_REVOKED, "");
    spend(4712, "F1.rt0", INVALID_GRANT, "");
    spend(4712, "F1.rt0", INVALID_GRANT, "");

    List<String> violations = violations(true, WinClass.LOGIN_ONCE);

    assertThat(violations)
        .singleElement()
        .asString()
        .contains("3 times that the server had refused", "each of 2 copies may try once");
  }

  @Test
  void violations_ofCopiesThatNameThemselves_namesThem() {
    entry(new Caller("2", "c", "", 0), "F1.rt0", GRANTED, "");
    entry(new Caller("127.0.0.1:50123", "c", "", 0), "F1.rt0", REUSE_FAMILY_REVOKED, "");

    List<String> violations = violations(false, WinClass.WINNABLE);

    assertThat(violations).singleElement().asString().contains("127.0.0.1:50123, copy 2;");
  }

  @Test
  void violations_ofALedgerThatHasForgotten_sayThatNothingCanBeJudged() {
    Callers callers = new Callers(pid -> 0, 2);
    Entries cut = new Entries(ledger, 7);

    List<String> violations = new Judgement(cut, callers, false, WinClass.WINNABLE).violations();

    assertThat(violations).singleElement().asString().startsWith("nothing can be judged");
  }

  private List<String> violations(boolean losesAnswers, WinClass promise) {
    Callers callers = new Callers(pid -> pid == 0 ? 0 : (int) (pid - 4710), 2);
    return new Judgement(new Entries(ledger), callers, losesAnswers, promise).violations();
  }

  private void spend(long pid, String token, Outcome outcome, String fault) {
    entry(new Caller("127.0.0.1:50123", "c", "", pid), token, outcome, fault);
  }

  private void entry(Caller caller, String token, Outcome outcome, String fault) {
    Event event =
        Event.of(Operation.REFRESH, "F1", caller).presented(token).outcome(outcome).fault(fault);
    ledger.add(new LedgerEntry(ledger.size() + 1, Instant.EPOCH, 0, event));
  }
}
