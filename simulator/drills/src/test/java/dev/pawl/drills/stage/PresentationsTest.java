package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of I1, fed with ledgers that break it and with some that do not. */
class PresentationsTest {
  private final List<LedgerEntry> ledger = new ArrayList<>();

  private PresentationsTest spend(Outcome outcome, String fault) {
    int number = ledger.size() + 1;
    Caller caller = new Caller("127.0.0.1:" + number, "", "", 0);
    Event event =
        Event.of(Operation.REFRESH, "F1", caller).presented("F1.rt0").outcome(outcome).fault(fault);
    ledger.add(new LedgerEntry(number, Instant.EPOCH, number, event));
    return this;
  }

  private List<String> broken(String replay) {
    return new Presentations(replay, entry -> false, entry -> false).broken(new Entries(ledger));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AFTER_RESPONSE empty", "AFTER_COMMIT delay 150ms"})
  void broken_presentedAgainAfterAWholeAnswer_complains(String fault) {
    spend(Outcome.GRANTED, fault).spend(Outcome.REUSE_FAMILY_REVOKED, "");

    List<String> broken = broken("unknown");

    assertThat(broken).singleElement().asString().startsWith("I1: F1.rt0 was presented again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AFTER_COMMIT empty",
        "AFTER_COMMIT 500 error=server_error",
        "BEFORE_COMMIT 502",
        "AFTER_COMMIT 503 retry-after=1",
        "MID_BODY(40) reset",
        "AFTER_COMMIT 200 {}"
      })
  void broken_replayedThoughReplayIsNever_complains(String fault) {
    spend(Outcome.GRANTED, fault).spend(Outcome.REUSE_FAMILY_REVOKED, "");

    List<String> broken = broken("never");

    assertThat(broken).singleElement().asString().contains("replay is never");
  }

  @Test
  void broken_refusedAndPresentedAgain_complains() {
    spend(Outcome.GRANTED, "AFTER_COMMIT empty")
        .spend(Outcome.REUSE_REJECTED, "")
        .spend(Outcome.REUSE_REJECTED, "");

    List<String> broken = broken("unknown");

    assertThat(broken).singleElement().asString().contains("REFUSED");
  }

  @Test
  void broken_deadFamilyAskedTwice_complains() {
    spend(Outcome.INVALID_GRANT, "").spend(Outcome.INVALID_GRANT, "");

    List<String> broken = broken("unknown");

    assertThat(broken).hasSize(1);
  }

  @Test
  void broken_heldBeforeTheCommitAndReplayedThoughNever_complains() {
    spend(Outcome.HELD, "BEFORE_COMMIT hang").spend(Outcome.GRANTED, "");

    List<String> broken = broken("never");

    assertThat(broken).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "unknown, AFTER_COMMIT empty",
    "window:30s, AFTER_COMMIT 500",
    "unknown, AFTER_COMMIT 503 retry-after=1",
    "never, AFTER_COMMIT 429 retry-after=1",
    "never, BEFORE_COMMIT 403 html",
    "never, BEFORE_COMMIT error=ratelimited dialect=slack",
    "never, BEFORE_COMMIT error=temporarily_unavailable dialect=entra"
  })
  void broken_onceMoreAfterWhatLeftItOpen_isContent(String replay, String fault) {
    spend(Outcome.GRANTED, fault).spend(Outcome.REUSE_FAMILY_REVOKED, "");

    List<String> broken = broken(replay);

    assertThat(broken).isEmpty();
  }

  @Test
  void broken_serverThatDoesNotRotate_isContent() {
    spend(Outcome.GRANTED, "").spend(Outcome.GRANTED, "");

    List<String> broken = broken("never");

    assertThat(broken).isEmpty();
  }

  @Test
  void broken_answerDestroyed_isContentUnlessReplayIsNever() {
    spend(Outcome.GRANTED, "").spend(Outcome.REUSE_REJECTED, "");

    List<String> unknown = brokenIfFirst("unknown", true);
    List<String> never = brokenIfFirst("never", true);

    assertThat(unknown).isEmpty();
    assertThat(never).hasSize(1);
  }

  @Test
  void broken_spenderKilled_isContentUnlessReplayIsNever() {
    spend(Outcome.GRANTED, "").spend(Outcome.REUSE_REJECTED, "");

    List<String> unknown = brokenIfFirst("unknown", false);
    List<String> never = brokenIfFirst("never", false);

    assertThat(unknown).isEmpty();
    assertThat(never).hasSize(1);
  }

  @Test
  void broken_turnedAwayBySomebodyWhoMayHaveBeenKilled_isContentAsItMayHaveBeenHeard() {
    spend(Outcome.GRANTED, "AFTER_COMMIT 429 retry-after=1").spend(Outcome.GRANTED, "");

    List<String> killed = brokenIfFirst("never", false);
    List<String> destroyed = brokenIfFirst("never", true);

    assertThat(killed).isEmpty();
    assertThat(destroyed).hasSize(1);
  }

  private List<String> brokenIfFirst(String replay, boolean isCertain) {
    Predicate<LedgerEntry> first = entry -> entry.sequence() == 1;
    Predicate<LedgerEntry> none = entry -> false;
    return new Presentations(replay, isCertain ? first : none, isCertain ? none : first)
        .broken(new Entries(ledger));
  }
}
