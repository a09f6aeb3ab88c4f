package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random spends, replays and pauses: each policy keeps its rule whatever the order. */
class RotationPropertyTest {
  private static final Set<RotationPolicy> REVOKING =
      Set.of(RotationPolicy.STRICT_FAMILY, RotationPolicy.GRACE_SIBLING, RotationPolicy.MAX_REUSE);
  private static final Set<RotationPolicy> SINGLE_LINE =
      Set.of(
          RotationPolicy.NONE,
          RotationPolicy.OMIT,
          RotationPolicy.STRICT_FAMILY,
          RotationPolicy.STRICT_REJECT,
          RotationPolicy.GRACE_SAME,
          RotationPolicy.GRACE_LATEST_WINS,
          RotationPolicy.RETRYABLE_RACE);

  @Property(tries = 300)
  void anyHistory_keepsTheRuleOfThePolicy(
      @ForAll RotationPolicy policy,
      @ForAll @Size(max = 40) List<@IntRange(max = 9) Integer> choices) {
    Stage stage = new Stage(policy);
    List<String> known = new ArrayList<>(List.of(stage.server.newFamily("alice").refreshToken()));

    for (int choice : choices) {
      step(stage, known, choice);

      assertRules(stage, policy);
    }
  }

  private static void step(Stage stage, List<String> known, int choice) {
    if (choice == 9) {
      stage.pass(Duration.ofSeconds(20));
      return;
    }
    String token = known.get(Math.max(0, known.size() - 1 - choice / 2));
    boolean wasCurrent = stage.server.isCurrentRefreshToken(token);

    Reply reply = stage.spend(token);

    assertThat(wasCurrent && reply.status() != 200).isFalse();
    if (reply.members().get("refresh_token") instanceof String next && !known.contains(next)) {
      known.add(next);
    }
  }

  private static void assertRules(Stage stage, RotationPolicy policy) {
    FamilyState family = stage.server.families().get(0);
    Entries spends = stage.world.ledger().spends("F1");
    spends.with(Outcome.REUSE_FAMILY_REVOKED).areExactly(family.alive() ? 0 : 1);
    if (!REVOKING.contains(policy)) {
      assertThat(family.alive()).isTrue();
    }
    if (SINGLE_LINE.contains(policy)) {
      assertThat(family.current()).hasSize(family.alive() ? 1 : 0);
    }
    if (policy != RotationPolicy.NONE && policy != RotationPolicy.OMIT) {
      for (String token : spends.tokens()) {
        spends.where(entry -> entry.presented().equals(token)).grants().areAtMost(1);
      }
    }
  }
}
