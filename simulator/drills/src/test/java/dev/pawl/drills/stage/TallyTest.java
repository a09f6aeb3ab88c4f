package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.simulator.Simulator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of I6. */
class TallyTest {
  private Simulator simulator;
  private Tally tally;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    tally = new Tally(new DrillProvider(simulator));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private static Answers refused(String reason) {
    ObjectNode members = JsonNodeFactory.instance.objectNode().put("reason", reason);
    return new Answers(List.of(new RequestOutcome("p01", members)), 0, 0);
  }

  @ParameterizedTest
  @EnumSource(WinClass.class)
  void losses_refusedWhenNothingExcusesIt_complainsWhateverTheClass(WinClass promise) {
    tally.countServed(refused("LOG_IN"), "after the login");

    List<String> losses = tally.losses(promise);

    assertThat(losses).singleElement().asString().contains("1 x LOG_IN after the login");
    assertThat(tally.lost(promise)).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOG_IN", "TRY_LATER"})
  void losses_refusedInAWinnableDrill_complains(String reason) {
    tally.count(refused(reason), Set.of());

    List<String> losses = tally.losses(WinClass.WINNABLE);

    assertThat(losses).singleElement().asString().startsWith("I6: 1 x " + reason);
  }

  @ParameterizedTest
  @EnumSource(WinClass.class)
  void losses_neverAnswered_complainsWhateverTheClass(WinClass promise) {
    tally.count(new Answers(List.of(), 2, 0), Set.of());

    List<String> losses = tally.losses(promise);

    assertThat(losses).containsExactly("I6: 2 requests were never answered");
  }
}
