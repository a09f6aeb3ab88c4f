package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.ledger.Outcome;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  private final Simulator simulator =
      Simulator.builder().seed(7).accessTtl(Duration.ofMinutes(10)).start();
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void spend_firstTime_givesSuccessor() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");

    HttpResponse<String> answer = client.spend(grant.refreshToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(Client.json(answer)).containsEntry("expires_in", 600L);
    assertThat(simulator.isCurrentRefreshToken(Client.string(answer, "refresh_token"))).isTrue();
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isFalse();
    simulator.ledger().spends("F1").with(Outcome.GRANTED).by("test").areExactly(1);
  }

  @Test
  void spend_secondTime_revokesFamily() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    client.spend(grant.refreshToken());

    HttpResponse<String> answer = client.spend(grant.refreshToken());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.json(answer)).containsEntry("error", "invalid_grant");
    assertThat(simulator.isFamilyAlive("F1")).isFalse();
    assertThat(simulator.ledger().spentTwice()).containsExactly("F1.rt0");
    assertThat(client.call(grant.accessToken()).statusCode()).isEqualTo(403);
  }

  @Test
  void call_withAccessToken_answersWithItsLabel() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");

    HttpResponse<String> answer = client.call(grant.accessToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("request-id")).isPresent();
    assertThat(Client.json(answer))
        .containsEntry("token", "F1.at0")
        .containsEntry("account", "alice");
  }

  @Test
  void down_refused_thenUpOnSamePort() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.down();
    assertThat(catchConnect(grant)).isInstanceOf(java.net.ConnectException.class);

    simulator.up();

    assertThat(client.spend(grant.refreshToken()).statusCode()).isEqualTo(200);
    simulator.ledger().spends("F1").areExactly(1);
  }

  private Throwable catchConnect(IssuedGrant grant) {
    return org.assertj.core.api.Assertions.catchThrowable(() -> client.spend(grant.refreshToken()));
  }
}
