package dev.pawl.simulator.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger(() -> Instant.EPOCH);

  @Test
  void areExactly_wrongNumber_failsWithTheEntries() {
    ledger.append(spend("F1.rt0"));

    assertThatThrownBy(() -> ledger.family("F1").spends().areExactly(2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exactly 2")
        .hasMessageContaining("F1.rt0");
  }

  @Test
  void areAtMost_fewer_passesAndReturnsItself() {
    ledger.append(spend("F1.rt0"));

    Entries entries = ledger.spends("F1").areAtMost(1);

    assertThat(entries.count()).isEqualTo(1);
    ledger.spends("F2").areNone();
  }

  @Test
  void spentTwice_reuse_namesTheToken() {
    ledger.append(spend("F1.rt0"));
    ledger.append(spend("F1.rt0").outcome(Outcome.REUSE_REJECTED));
    ledger.append(spend("F1.rt1"));

    assertThat(ledger.spentTwice()).containsExactly("F1.rt0");
  }

  @Test
  void since_position_leavesOutWhatWasBefore() {
    ledger.append(spend("F1.rt0"));
    long position = ledger.position();
    ledger.append(spend("F1.rt1"));

    assertThat(ledger.since(position).tokens()).containsExactly("F1.rt1");
    assertThat(ledger.since(99).isEmpty()).isTrue();
  }

  @Test
  void await_entryThatComesLater_isFound() throws Exception {
    CompletableFuture<LedgerEntry> appended =
        CompletableFuture.supplyAsync(() -> ledger.append(spend("F1.rt7")));

    assertThat(ledger.await(entry -> entry.presented().equals("F1.rt7"), Duration.ofSeconds(20)))
        .contains(appended.join());
    assertThat(ledger.await(entry -> false, Duration.ZERO)).isEmpty();
  }

  @Test
  void append_moreThanTheCapacity_remembersTheLatest() {
    Ledger small = new Ledger(() -> Instant.EPOCH, 2000);
    small.append(spend("F1.rt0").outcome(Outcome.REUSE_REJECTED));
    for (int i = 1; i < 10_000; i++) {
      small.append(spend("F1.rt" + i));
    }

    Entries remembered = small.entries();

    assertThat(small.position()).isEqualTo(10_000);
    assertThat(remembered.count()).isBetween(2000, 3024);
    assertThat(remembered.list().get(remembered.count() - 1).sequence()).isEqualTo(10_000);
    assertThat(remembered.list().get(0).sequence()).isEqualTo(remembered.forgotten() + 1);
    assertThat(small.spentTwice()).containsExactly("F1.rt0");
  }

  @Test
  void claim_partIsNotRemembered_fails() {
    Ledger small = new Ledger(() -> Instant.EPOCH, 1);
    for (int i = 0; i < 2000; i++) {
      small.append(spend("F1.rt" + i));
    }

    Entries spends = small.spends("F1");

    assertThatThrownBy(() -> spends.with(Outcome.REUSE_REJECTED).areNone())
        .hasMessageContaining("nothing can be claimed");
    spends.after(spends.forgotten()).with(Outcome.REUSE_REJECTED).areNone();
    small.since(1999).areExactly(1);
  }

  private static Event spend(String label) {
    return Event.of(Operation.REFRESH, "F1", Caller.OWNER).presented(label);
  }
}
