package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come with their production settings. */
class RealSecretsTest extends SimulatorScene {
  @ParameterizedTest
  @ValueSource(strings = {"sk-ant-ort01-x", "1//0abc", "ghr_x", "xoxe-1-x", "sk-proj-x", "ATATTx"})
  void refresh_withASecretOfARealService_isRefusedAndNotKept(String secret) throws Exception {
    HttpResponse<String> refused = client.spend(secret);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("looks like a real secret of").doesNotContain(secret);
    List<LedgerEntry> entries = simulator.ledger().entries().list();
    assertThat(entries.get(entries.size() - 1).operation()).hasToString("oauth.misdirected");
    assertThat(entries.toString()).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk_live_x:", "ghp_x:x-oauth-basic", "client:GOCSPX-x"})
  void refresh_withASecretOfARealServiceInBasic_isRefusedAndNotShown(String pair) throws Exception {
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));

    HttpResponse<String> refused =
        client.send(
            HttpRequest.newBuilder(simulator.tokenEndpoint())
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.noBody()));

    assertThat(refused.body()).contains("looks like a real secret of");
    assertThat(simulator.ledger().entries().toString())
        .doesNotContain("sk_live_x", "ghp_x", "GOCSPX-x");
  }

  @Test
  void call_withASecretOfARealService_isRefused() throws Exception {
    HttpResponse<String> refused = client.call("ya29.x");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("Google", "--accept-real-secrets");
  }

  @Test
  void refresh_whereRealSecretsAreTaken_isServedLikeAnyOther() throws Exception {
    try (Simulator other = Simulator.builder().acceptRealSecrets().start()) {
      HttpResponse<String> refused = new Client(other).spend("sk-ant-ort01-x");

      assertThat(Client.json(refused)).containsEntry("error", "invalid_grant");
    }
  }
}
