package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A drill whose fault does not strike has not happened. */
class StrikesTest {
  private final Strikes strikes = new Strikes();

  private void expect(String fault, boolean certain) {
    strikes.expect(FaultText.parse(fault, Instant.EPOCH), "F1", 0, certain);
  }

  private static Entries spends(String... faults) {
    return new Entries(
        IntStream.range(0, faults.length).mapToObj(i -> spend(i + 1, faults[i])).toList());
  }

  private static LedgerEntry spend(int number, String fault) {
    Event event = Event.of(Operation.REFRESH, "F1", Caller.OWNER).presented("F1.rt0").fault(fault);
    return new LedgerEntry(number, Instant.EPOCH, number, event);
  }

  @Test
  void missed_faultThatNeverStruck_complains() {
    expect("refresh#1: AFTER_COMMIT empty", true);

    List<String> missed = strikes.missed(spends(""));

    assertThat(missed).singleElement().asString().endsWith("the drill did not happen");
  }

  @Test
  void missed_struckTwiceOfThreeTimes_complains() {
    expect("refresh#1-3: BEFORE_COMMIT 429", true);

    List<String> missed = strikes.missed(spends("BEFORE_COMMIT 429", "BEFORE_COMMIT 429", ""));

    assertThat(missed).hasSize(1);
  }

  @Test
  void missed_struckAsOftenAsItShould_isContent() {
    expect("refresh#1: AFTER_COMMIT delay 5s", true);
    expect("refresh#2-: BEFORE_COMMIT 503 retry-after=30", true);

    List<String> missed =
        strikes.missed(spends("AFTER_COMMIT delay 5000ms", "BEFORE_COMMIT 503 retry-after=30"));

    assertThat(missed).isEmpty();
  }

  @Test
  void missed_possibleFaultThatTheSpendPassedBy_complains() {
    expect("refresh#2: AFTER_COMMIT empty", false);

    List<String> missed = strikes.missed(spends("", ""));

    assertThat(missed).singleElement().asString().endsWith("was passed by");
  }

  @Test
  void missed_possibleFaultThatNoSpendReached_isContent() {
    expect("refresh#2: AFTER_COMMIT empty", false);

    List<String> missed = strikes.missed(spends(""));

    assertThat(missed).isEmpty();
  }

  @Test
  void missed_faultTakenAwayBeforeTheSpend_isContentWithoutIt() {
    expect("refresh#1: AFTER_COMMIT empty", false);
    strikes.end(0);
    expect("refresh#2: BEFORE_COMMIT 429", false);
    strikes.end(1);

    List<String> missed = strikes.missed(spends("", ""));

    assertThat(missed).isEmpty();
  }

  @Test
  void missed_faultTakenAwayAfterTheSpend_complains() {
    expect("refresh#1: AFTER_COMMIT empty", false);
    strikes.end(1);
    strikes.end(2);

    List<String> missed = strikes.missed(spends("", ""));

    assertThat(missed).singleElement().asString().contains("AFTER_COMMIT empty");
  }
}
