package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limit of spends at one issuer over several JVMs, as the provider sees it. */
final class SpendLimitProcessesTest {
  private static final int CUSTOMERS = 12;

  @TempDir Path home;

  @Test
  void token_manyProfilesInManyProcesses_areNeverSpentMoreAtOnceThanPermitted() throws Exception {
    try (CustomerProcesses processes = CustomerProcesses.of(home, limit(3), 3)) {
      open(processes);
      processes.importAndExpire(0, CUSTOMERS);
      processes.simulator.faults().add("refresh: BEFORE_COMMIT hang");
      List<CompletableFuture<ChildReply>> sweeps = new ArrayList<>();
      sweeps.add(processes.sweep(0, CUSTOMERS, 6, CustomerProcesses.TIMEOUT));
      sweeps.add(processes.sweep(1, CUSTOMERS, 6, CustomerProcesses.TIMEOUT));
      assertThat(processes.simulator.faults().awaitHeld(3, CustomerProcesses.TIMEOUT)).isTrue();

      ChildReply third = processes.done(processes.sweep(2, CUSTOMERS, 6, Duration.ZERO));
      int held = processes.simulator.faults().held();
      processes.simulator.faults().clear();
      processes.simulator.faults().add("refresh: BEFORE_COMMIT delay 100ms");
      processes.simulator.faults().release();

      assertThat(third.number("refused")).isEqualTo(CUSTOMERS);
      assertThat(held).isEqualTo(3);
      for (CompletableFuture<ChildReply> sweep : sweeps) {
        assertThat(processes.done(sweep).text("generations")).isEqualTo("{2=" + CUSTOMERS + "}");
      }
      Entries seen = processes.simulator.ledger().entries();
      assertThat(mostAtOnce(seen)).isEqualTo(3);
      seen.grants().areExactly(CUSTOMERS);
      seen.spends().areExactly(CUSTOMERS);
    }
  }

  @Test
  void token_holderOfAllPermitsKilled_freesThemForTheOthers() throws Exception {
    try (CustomerProcesses processes = CustomerProcesses.of(home, limit(2), 3)) {
      open(processes);
      processes.importAndExpire(0, CUSTOMERS);
      processes.simulator.faults().add("refresh#1-2: BEFORE_COMMIT hang");
      CompletableFuture<ChildReply> unused =
          processes.sweep(0, CUSTOMERS, 2, CustomerProcesses.TIMEOUT);
      assertThat(processes.simulator.faults().awaitHeld(2, CustomerProcesses.TIMEOUT)).isTrue();
      CompletableFuture<ChildReply> waiting =
          processes.sweep(1, CUSTOMERS, CUSTOMERS, CustomerProcesses.TIMEOUT);
      ChildReply refused = processes.done(processes.sweep(2, CUSTOMERS, CUSTOMERS, Duration.ZERO));

      processes.child(0).kill();

      assertThat(refused.number("refused")).isEqualTo(CUSTOMERS);
      assertThat(processes.done(waiting).text("generations")).isEqualTo("{2=" + CUSTOMERS + "}");
      Entries seen = processes.simulator.ledger().entries();
      seen.grants().areExactly(CUSTOMERS);
      seen.revocations().areNone();
    }
  }

  private static void open(CustomerProcesses processes) throws Exception {
    processes.open(0, CustomerProcesses.TIMEOUT);
    processes.open(1, CustomerProcesses.TIMEOUT);
    processes.open(2, Duration.ofMillis(300));
  }

  private static String limit(int concurrent) {
    return "{\"issuers\": {\"*\": {\"concurrentSpends\": "
        + concurrent
        + ", \"spendsPerSecond\": 100000}}}";
  }

  /* A spend that the plan holds back is in the ledger twice: when it comes, when it is decided. */
  private static int mostAtOnce(Entries seen) {
    int now = 0;
    int most = 0;
    for (LedgerEntry entry : seen.list()) {
      if (entry.outcome() == Outcome.HELD) {
        most = Math.max(most, ++now);
      } else if (entry.isOf(Operation.REFRESH)) {
        now--;
      }
    }
    return most;
  }
}
