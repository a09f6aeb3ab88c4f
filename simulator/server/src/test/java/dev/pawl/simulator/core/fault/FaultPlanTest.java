package dev.pawl.simulator.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FaultPlan plan = new FaultPlan(() -> now, 42);

  @Test
  void strike_thirdOfAFamily_countsThatFamilyAlone() {
    plan.add("refresh#3 of F1: AFTER_COMMIT empty");

    String struck = spends("F1", "F2", "F1", "F2", "F2", "F1", "F1");

    assertThat(struck).isEqualTo("-----x-");
    assertThat(plan.pending()).isEmpty();
  }

  @Test
  void strike_nextTwoAfterATime_neitherStrikesNorCountsBefore() {
    plan.add("refresh next 2 after +10s: AFTER_COMMIT empty");
    String before = spends("F1", "F1");
    now = now.plusSeconds(10);

    String after = spends("F1", "F1", "F1");

    assertThat(before + after).isEqualTo("--xx-");
  }

  @Test
  void strike_untilATime_endsByItself() {
    plan.add("any until +10s: BEFORE_COMMIT 503");
    String before = spends("F1", "");
    now = now.plusSeconds(10);

    String after = spends("F1");

    assertThat(before + after).isEqualTo("xx-");
    assertThat(plan.pending()).isEmpty();
  }

  @Test
  void strike_twoFaultsAtOnce_firstAddedWinsAndBothCount() {
    Fault first = plan.add("refresh#2: AFTER_COMMIT empty");
    Fault second = plan.add("refresh#2-3: AFTER_COMMIT reset");

    plan.strike(request(Operation.REFRESH, "F1"));

    assertThat(plan.strike(request(Operation.REFRESH, "F1"))).contains(first);
    assertThat(plan.strike(request(Operation.REFRESH, "F1"))).contains(second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent-3", "gateway", "pid:4711"})
  void strike_byOneCaller_leavesTheOthersAlone(String caller) {
    Fault fault = plan.add("oauth.* by " + caller + ": BEFORE_COMMIT 503");
    Event other = Event.of(Operation.REFRESH, "F1", new Caller("agent-4", "cli", "curl/8", 4712));

    Optional<Fault> ofOther = plan.strike(other);
    Optional<Fault> ofCaller = plan.strike(request(Operation.REVOKE, "F1"));

    assertThat(ofOther).isEmpty();
    assertThat(ofCaller).contains(fault);
    assertThat(plan.strike(request(Operation.CALL, "F1"))).isEmpty();
  }

  @Test
  void strike_byChance_repeatsItselfForTheSameSeed() {
    FaultPlan other = new FaultPlan(() -> now, 42);
    plan.add("refresh chance 0.5: AFTER_COMMIT empty");
    other.add("refresh chance 0.5: AFTER_COMMIT empty");

    String one = spends(IntStream.range(0, 64).mapToObj(i -> "F1").toArray(String[]::new));
    StringBuilder two = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      two.append(other.strike(request(Operation.REFRESH, "F1")).isPresent() ? 'x' : '-');
    }

    assertThat(one).isEqualTo(two.toString()).contains("x", "-");
  }

  @Test
  void strike_removedOrCleared_strikesNoMore() {
    Fault fault = plan.add("refresh: AFTER_COMMIT empty");
    boolean removed = plan.remove(fault);
    String afterRemove = spends("F1");
    plan.add("refresh: AFTER_COMMIT empty");
    plan.clear();

    String afterClear = spends("F1");

    assertThat(removed).isTrue();
    assertThat(plan.remove(fault)).isFalse();
    assertThat(afterRemove + afterClear).isEqualTo("--");
  }

  @Test
  void hold_released_goesOnAndClosedDoesNot() throws Exception {
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(plan::hold);
    assertThat(plan.awaitHeld(1, Duration.ofSeconds(20))).isTrue();
    plan.release();
    boolean released = first.join();
    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(plan::hold);
    assertThat(plan.awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    plan.close();

    assertThat(released).isTrue();
    assertThat(second.join()).isFalse();
    assertThat(plan.pause(Duration.ofHours(1))).isFalse();
  }

  private static Event request(Operation operation, String family) {
    return Event.of(operation, family, new Caller("agent-3", "gateway", "curl/8", 4711));
  }

  private String spends(String... families) {
    StringBuilder struck = new StringBuilder();
    for (String family : families) {
      struck.append(plan.strike(request(Operation.REFRESH, family)).isPresent() ? 'x' : '-');
    }
    return struck.toString();
  }
}
