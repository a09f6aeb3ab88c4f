package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Service;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectedApiTest {
  private final Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
  private final IssuedGrant grant = stage.server.newFamily("alice");

  @Test
  void call_untilTheLastInstant_isAcceptedThenExpired() {
    stage.pass(grant.expiresIn().minusNanos(1));
    Reply last = stage.call(grant.accessToken());
    stage.pass(Duration.ofNanos(1));

    Reply late = stage.call(grant.accessToken());

    assertThat(last.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(401);
    assertThat(late.members().get("error")).asString().contains("has expired");
    stage.world.ledger().family("F1").with(Outcome.EXPIRED).areExactly(1);
  }

  @Test
  void call_withApiClockAhead_isExpiredAtOnce() {
    stage.world.clock().skew(Service.API, Duration.ofHours(2));

    Reply reply = stage.call(grant.accessToken());

    assertThat(reply.status()).isEqualTo(401);
  }

  @Test
  void call_withApiClockBehind_isAcceptedLonger() {
    stage.world.clock().skew(Service.API, Duration.ofHours(-2));
    stage.pass(Duration.ofHours(2));

    Reply reply = stage.call(grant.accessToken());

    assertThat(reply.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "REVOKED_403, 403, permission_error",
    "REVOKED_401, 401, authentication_error",
    "INVALID_401, 401, authentication_error"
  })
  void call_withRevokedToken_isRefusedInTheChosenShape(
      RejectionShape shape, int status, String type) {
    stage.api.rejectionShape(shape);
    stage.server.revokeAccessTokens("F1");

    Reply reply = stage.call(grant.accessToken());

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.members().get("error")).asString().contains(type);
    assertThat(reply.headers()).containsKey("request-id");
    assertThat(stage.spend(grant.refreshToken()).status()).isEqualTo(200);
  }

  @Test
  void call_withUnknownToken_isRefusedAndRecorded() {
    Reply reply = stage.call("sim-at-unknown");

    assertThat(reply.status()).isEqualTo(401);
    stage.world.ledger().entries().apiCalls().with(Outcome.UNKNOWN).areExactly(1);
  }

  @Test
  void revoke_accessToken_leavesTheRefreshToken() {
    Map<String, String> revocation =
        Map.of("token", grant.accessToken(), "client_id", SimulatedServer.CLIENT_ID);

    Reply reply = stage.post(stage.server.revocationEndpoint(), revocation).reply();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(stage.call(grant.accessToken()).status()).isEqualTo(403);
    assertThat(stage.server.isCurrentRefreshToken(grant.refreshToken())).isTrue();
  }

  @Test
  void revoke_refreshToken_killsTheFamily() {
    Map<String, String> revocation =
        Map.of("token", grant.refreshToken(), "client_id", SimulatedServer.CLIENT_ID);

    Reply reply = stage.post(stage.server.revocationEndpoint(), revocation).reply();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(stage.server.isFamilyAlive("F1")).isFalse();
    stage.world.ledger().revocations().areExactly(1);
  }

  @Test
  void revoke_unknownTokenOrWrongClient_isSuccessOrRefusal() {
    Reply unknown =
        stage
            .post(
                stage.server.revocationEndpoint(),
                Map.of("token", "sim-unknown", "client_id", SimulatedServer.CLIENT_ID))
            .reply();
    Reply stranger =
        stage
            .post(
                stage.server.revocationEndpoint(),
                Map.of("token", grant.refreshToken(), "client_id", "somebody-else"))
            .reply();

    assertThat(unknown.status()).isEqualTo(200);
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(stage.server.isFamilyAlive("F1")).isTrue();
  }

  @Test
  void text_ofWhatHoldsTokens_showsNone() {
    Reply reply = stage.spend(grant.refreshToken());

    String texts =
        grant + " " + reply + " " + stage.server.families() + stage.world.ledger().entries();

    assertThat(texts).contains("F1.rt0").doesNotContain("sim-rt-", "sim-at-");
  }
}
