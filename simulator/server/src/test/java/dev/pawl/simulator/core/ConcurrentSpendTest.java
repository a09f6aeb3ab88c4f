package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrentSpendTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 2_000;

  @ParameterizedTest
  @EnumSource(names = {"STRICT_FAMILY", "STRICT_REJECT", "RETRYABLE_RACE"})
  void spend_ofOneTokenByManyThreads_isGrantedOnceAndFirstInTheLedger(RotationPolicy policy)
      throws Exception {
    Stage stage = new Stage(policy);
    List<IssuedGrant> grants = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      grants.add(stage.server.newFamily("alice"));
    }

    spendAll(stage, grants);

    List<LedgerEntry> spends = stage.world.ledger().entries().spends().list();
    assertThat(spends).hasSize(THREADS * ROUNDS);
    assertThat(spends.stream().filter(entry -> entry.outcome() == Outcome.GRANTED)).hasSize(ROUNDS);
    for (int from = 0; from < spends.size(); from += THREADS) {
      assertThat(spends.get(from).outcome()).isEqualTo(Outcome.GRANTED);
    }
  }

  /** All threads spend the same token at once, round after round: the rounds cannot mix. */
  private static void spendAll(Stage stage, List<IssuedGrant> grants) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> loops = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        loops.add(
            threads.submit(
                () -> {
                  for (IssuedGrant grant : grants) {
                    barrier.await();
                    stage.spend(grant.refreshToken());
                  }
                  return null;
                }));
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
