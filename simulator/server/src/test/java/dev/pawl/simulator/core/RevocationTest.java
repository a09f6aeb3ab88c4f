package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may revoke a token: the client that it was issued to (RFC 7009, section 2.1). */
class RevocationTest {
  private final Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
  private final IssuedGrant grant = stage.server.newFamily("alice");

  @BeforeEach
  void register() {
    stage.server.clients().put(RegisteredClient.publicClient("other"));
    stage.server.clients().put(RegisteredClient.confidential("gateway", "s3cret"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void revoke_tokenOfAnotherClient_isRefusedAndTheTokenLives(boolean refresh) {
    String token = refresh ? grant.refreshToken() : grant.accessToken();

    Reply reply = revoke(Map.of("client_id", "other", "token", token));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(Stage.member(reply, "error")).isEqualTo("invalid_grant");
    assertThat(stage.server.isCurrentRefreshToken(grant.refreshToken())).isTrue();
    assertThat(stage.call(grant.accessToken()).status()).isEqualTo(200);
    assertThat(stage.world.ledger().entries().of(Operation.REVOKE).with(Outcome.INVALID_CLIENT))
        .satisfies(entries -> assertThat(entries.count()).isEqualTo(1));
  }

  @Test
  void revoke_wrongSecretAndNoToken_isAboutTheClientFirst() {
    Reply reply = revoke(Map.of("client_id", "gateway", "client_secret", "wrong"));

    assertThat(Stage.member(reply, "error")).isEqualTo("invalid_client");
  }

  @Test
  void revoke_ownToken_kills() {
    Reply reply =
        revoke(Map.of("client_id", SimulatedServer.CLIENT_ID, "token", grant.refreshToken()));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(stage.server.isFamilyAlive(grant.family())).isFalse();
  }

  private Reply revoke(Map<String, String> form) {
    return stage.post(stage.server.revocationEndpoint(), form).reply();
  }
}
