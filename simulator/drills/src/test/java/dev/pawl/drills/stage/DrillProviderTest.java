package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the judge takes an answer for whose client may have been killed. */
class DrillProviderTest {
  private final Simulator simulator = Simulator.builder().policy(RotationPolicy.NONE).start();
  private final DrillProvider provider = new DrillProvider(simulator);

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void mayBeCutOff_spenderKilledAndTheAnswerIsNeverUsed_isTrue() {
    LedgerEntry spend = spend("F1.at1");

    provider.killed("F1.rt0");

    assertThat(provider.mayBeCutOff(spend)).isTrue();
  }

  @Test
  void mayBeCutOff_spenderKilledAndSomebodyCallsWithItsAccessToken_isFalse() {
    LedgerEntry spend = spend("F1.at1");
    provider.killed("F1.rt0");

    call("F1.at0");
    boolean before = provider.mayBeCutOff(spend);
    call("F1.at1");

    assertThat(before).isTrue();
    assertThat(provider.mayBeCutOff(spend)).isFalse();
  }

  @Test
  void isCutOff_answerThatTheDrillDestroyed_isTrueWhateverIsCalled() {
    LedgerEntry spend = spend("F1.at1");
    provider.unanswered(spend);

    call("F1.at1");

    assertThat(provider.isCutOff(spend)).isTrue();
  }

  private LedgerEntry spend(String access) {
    return simulator
        .ledger()
        .append(Event.of(Operation.REFRESH, "F1", Caller.OWNER).presented("F1.rt0").access(access));
  }

  private void call(String access) {
    simulator.ledger().append(Event.of(Operation.CALL, "F1", Caller.OWNER).presented(access));
  }
}
