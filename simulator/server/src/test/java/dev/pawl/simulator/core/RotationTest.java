package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationTest {
  private static final Duration PAST_WINDOW = Duration.ofSeconds(31);

  @Test
  void none_spentTwice_keepsTheSameToken() {
    Stage stage = new Stage(RotationPolicy.NONE);
    IssuedGrant grant = stage.server.newFamily("alice");

    Reply first = stage.spend(grant.refreshToken());
    Reply second = stage.spend(grant.refreshToken());

    assertThat(first.members()).containsEntry("refresh_token", grant.refreshToken());
    assertThat(second.members()).containsEntry("refresh_token", grant.refreshToken());
    assertThat(stage.world.ledger().spentTwice()).isEmpty();
  }

  @Test
  void omit_first_keepsTokenAndSecondRotates() {
    Stage stage = new Stage(RotationPolicy.OMIT);
    IssuedGrant grant = stage.server.newFamily("alice");

    Reply first = stage.spend(grant.refreshToken());
    Reply second = stage.spend(grant.refreshToken());
    Reply old = stage.spend(grant.refreshToken());

    assertThat(first.members()).containsKey("access_token").doesNotContainKey("refresh_token");
    assertThat(second.members().get("refresh_token")).isNotEqualTo(grant.refreshToken());
    assertThat(old.status()).isEqualTo(400);
    assertThat(outcomes(stage))
        .containsExactly(Outcome.GRANTED, Outcome.GRANTED, Outcome.REUSE_REJECTED);
  }

  @Test
  void strictFamily_reuse_killsEverything() {
    Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
    IssuedGrant grant = stage.server.newFamily("alice");
    Reply first = stage.spend(grant.refreshToken());

    Reply reuse = stage.spend(grant.refreshToken());

    assertThat(reuse.members()).containsEntry("error", "invalid_grant");
    assertThat(stage.server.isFamilyAlive("F1")).isFalse();
    assertThat(stage.spend(Stage.member(first, "refresh_token")).status()).isEqualTo(400);
    assertThat(stage.call(Stage.member(first, "access_token")).status()).isEqualTo(403);
    stage.world.ledger().revocations().with(Outcome.REUSE_FAMILY_REVOKED).areExactly(1);
  }

  @Test
  void strictReject_reuse_isRefusedAndFamilySurvives() {
    Stage stage = new Stage(RotationPolicy.STRICT_REJECT);
    IssuedGrant grant = stage.server.newFamily("alice");
    Reply first = stage.spend(grant.refreshToken());

    Reply reuse = stage.spend(grant.refreshToken());

    assertThat(reuse.members()).containsEntry("error", "invalid_grant");
    assertThat(stage.spend(Stage.member(first, "refresh_token")).status()).isEqualTo(200);
    stage.world.ledger().revocations().areNone();
  }

  @Test
  void graceSame_replayInWindow_getsTheSameSuccessor() {
    Stage stage = new Stage(RotationPolicy.GRACE_SAME);
    IssuedGrant grant = stage.server.newFamily("alice");
    Reply first = stage.spend(grant.refreshToken());

    Reply replay = stage.spend(grant.refreshToken());

    assertThat(replay.members().get("refresh_token"))
        .isEqualTo(first.members().get("refresh_token"));
    assertThat(outcomes(stage)).containsExactly(Outcome.GRANTED, Outcome.REPLAYED_IN_GRACE);
  }

  @Test
  void graceSame_replayPastWindowOrSuccessorSpent_isRefused() {
    Stage late = new Stage(RotationPolicy.GRACE_SAME);
    IssuedGrant lateGrant = late.server.newFamily("alice");
    late.spend(lateGrant.refreshToken());
    late.pass(PAST_WINDOW);
    Stage moved = new Stage(RotationPolicy.GRACE_SAME);
    IssuedGrant movedGrant = moved.server.newFamily("alice");
    moved.spend(Stage.member(moved.spend(movedGrant.refreshToken()), "refresh_token"));

    late.spend(lateGrant.refreshToken());
    moved.spend(movedGrant.refreshToken());

    late.world.ledger().spends("F1").with(Outcome.REUSE_REJECTED).areExactly(1);
    moved.world.ledger().spends("F1").with(Outcome.REUSE_REJECTED).areExactly(1);
    assertThat(late.server.isFamilyAlive("F1")).isTrue();
  }

  @Test
  void graceSibling_replayInWindow_getsASecondGoodSuccessor() {
    Stage stage = new Stage(RotationPolicy.GRACE_SIBLING);
    IssuedGrant grant = stage.server.newFamily("alice");
    String one = Stage.member(stage.spend(grant.refreshToken()), "refresh_token");

    String two = Stage.member(stage.spend(grant.refreshToken()), "refresh_token");

    assertThat(two).isNotEqualTo(one);
    assertThat(stage.server.isCurrentRefreshToken(one)).isTrue();
    assertThat(stage.server.isCurrentRefreshToken(two)).isTrue();
  }

  @Test
  void graceSibling_replayPastWindow_revokesFamily() {
    Stage stage = new Stage(RotationPolicy.GRACE_SIBLING);
    IssuedGrant grant = stage.server.newFamily("alice");
    stage.spend(grant.refreshToken());
    stage.pass(PAST_WINDOW);

    stage.spend(grant.refreshToken());

    assertThat(stage.server.isFamilyAlive("F1")).isFalse();
  }

  @Test
  void graceLatestWins_replay_killsTheEarlierSuccessor() {
    Stage stage = new Stage(RotationPolicy.GRACE_LATEST_WINS);
    IssuedGrant grant = stage.server.newFamily("alice");
    Reply first = stage.spend(grant.refreshToken());

    Reply replay = stage.spend(grant.refreshToken());

    assertThat(stage.server.isCurrentRefreshToken(Stage.member(first, "refresh_token"))).isFalse();
    assertThat(stage.server.isCurrentRefreshToken(Stage.member(replay, "refresh_token"))).isTrue();
    assertThat(stage.call(Stage.member(first, "access_token")).status()).isEqualTo(403);
    assertThat(stage.call(Stage.member(replay, "access_token")).status()).isEqualTo(200);
  }

  @Test
  void graceLatestWins_successorSpentOrLimitReached_closesTheWindow() {
    Stage spent = new Stage(RotationPolicy.GRACE_LATEST_WINS);
    IssuedGrant spentGrant = spent.server.newFamily("alice");
    spent.spend(Stage.member(spent.spend(spentGrant.refreshToken()), "refresh_token"));
    Stage often = new Stage(RotationPolicy.GRACE_LATEST_WINS);
    IssuedGrant oftenGrant = often.server.newFamily("alice");
    for (int i = 0; i < 3; i++) {
      often.spend(oftenGrant.refreshToken());
    }

    Reply afterSpend = spent.spend(spentGrant.refreshToken());
    Reply afterLimit = often.spend(oftenGrant.refreshToken());

    assertThat(afterSpend.status()).isEqualTo(400);
    assertThat(afterLimit.status()).isEqualTo(400);
    assertThat(often.server.isFamilyAlive("F1")).isTrue();
  }

  @Test
  void maxReuse_beyondTheLimit_revokesFamily() {
    Stage stage = new Stage(RotationPolicy.MAX_REUSE);
    IssuedGrant grant = stage.server.newFamily("alice");

    for (int i = 0; i < 4; i++) {
      stage.spend(grant.refreshToken());
    }

    assertThat(outcomes(stage))
        .containsExactly(
            Outcome.GRANTED,
            Outcome.REPLAYED_IN_GRACE,
            Outcome.REPLAYED_IN_GRACE,
            Outcome.REUSE_FAMILY_REVOKED);
  }

  @Test
  void retryableRace_loser_isToldToRetryAndNothingIsRevoked() {
    Stage stage = new Stage(RotationPolicy.RETRYABLE_RACE);
    IssuedGrant grant = stage.server.newFamily("alice");
    Reply winner = stage.spend(grant.refreshToken());

    Reply loser = stage.spend(grant.refreshToken());
    stage.pass(PAST_WINDOW);
    Reply late = stage.spend(grant.refreshToken());

    assertThat(loser.members()).containsEntry("error", "invalid_request");
    assertThat(late.members()).containsEntry("error", "invalid_grant");
    assertThat(stage.server.isCurrentRefreshToken(Stage.member(winner, "refresh_token"))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void revokedFamily_anyPolicy_refusesEveryToken(RotationPolicy policy) {
    Stage stage = new Stage(policy);
    IssuedGrant grant = stage.server.newFamily("alice");
    stage.server.revokeFamily("F1");

    Reply reply = stage.spend(grant.refreshToken());

    assertThat(reply.members()).containsEntry("error", "invalid_grant");
    stage.world.ledger().spends("F1").with(Outcome.INVALID_GRANT).areExactly(1);
    assertThat(stage.call(grant.accessToken()).status()).isEqualTo(403);
  }

  private static List<Outcome> outcomes(Stage stage) {
    return stage.world.ledger().spends("F1").list().stream().map(LedgerEntry::outcome).toList();
  }
}
