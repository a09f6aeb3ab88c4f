package dev.pawl.drills.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.random.Round.Request;
import dev.pawl.drills.random.Round.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
  private static final Trouble KILL = new Trouble(Trouble.Kind.KILL, 20);
  private static final String LOST = "refresh#1: AFTER_COMMIT empty";
  private static final Round PLAIN = new Round(0, null, false, Request.TOKEN, null);

  private final RandomScript full =
      new RandomScript(
          "never",
          List.of(
              new Round(3_601, null, true, Request.CALL, null),
              new Round(120, LOST, false, Request.CALL, null),
              new Round(3_460, null, true, Request.TWO_TOKENS, KILL),
              new Round(3_601, LOST, false, Request.CALL, null)));

  private final List<RandomScript> tried = new ArrayList<>();

  @Test
  void of_oneRoundIsEnough_leavesTheOneThingOfItThatIs() throws Exception {
    RandomScript shortest = shrunk(script -> script.rounds().stream().anyMatch(this::kills));

    assertThat(shortest)
        .isEqualTo(
            new RandomScript("unknown", List.of(new Round(0, null, false, Request.TOKEN, KILL))));
    assertThat(tried.size()).isLessThan(20);
  }

  @Test
  void of_twoRoundsInTheirOrderAreNeeded_leavesBoth() throws Exception {
    RandomScript shortest =
        shrunk(
            script -> {
              List<Boolean> lost = script.rounds().stream().map(r -> r.fault() != null).toList();
              List<Boolean> killed = script.rounds().stream().map(this::kills).toList();
              return lost.contains(true) && killed.lastIndexOf(true) > lost.indexOf(true);
            });

    assertThat(shortest.rounds())
        .containsExactly(
            new Round(0, LOST, false, Request.TOKEN, null),
            new Round(0, null, false, Request.TOKEN, KILL));
  }

  @Test
  void of_replayMatters_isKept() throws Exception {
    RandomScript shortest = shrunk(script -> script.replay().equals("never"));

    assertThat(shortest).isEqualTo(new RandomScript("never", List.of()));
  }

  @Test
  void of_failsOneTimeInThree_isTriedOften() throws Exception {
    int[] runs = {0};
    Predicate<RandomScript> sometimes =
        script -> ++runs[0] % 3 == 0 && script.rounds().stream().anyMatch(this::kills);

    RandomScript shortest = new Shrinking(sometimes::test, 3, 1_000).of(full);

    assertThat(shortest.rounds()).containsExactly(new Round(0, null, false, Request.TOKEN, KILL));
  }

  @Test
  void of_neverFailsAgain_endsInTimeWithWhatFailed() throws Exception {
    Shrinking shrinking = new Shrinking(script -> false, 4, 10);

    RandomScript shortest = shrinking.of(full);

    assertThat(shortest).isEqualTo(full);
    assertThat(shrinking.runs()).isEqualTo(10);
  }

  @Test
  void simpler_plainRound_thereIsNone() {
    assertThat(PLAIN.simpler()).isEmpty();
  }

  private boolean kills(Round round) {
    return KILL.equals(round.trouble());
  }

  private RandomScript shrunk(Predicate<RandomScript> fails) throws Exception {
    return new Shrinking(
            script -> {
              tried.add(script);
              return fails.test(script);
            },
            1,
            1_000)
        .of(full);
  }
}
