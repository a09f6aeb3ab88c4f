package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.ledger.Outcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A simulator whose addresses lead through cut ports. */
@Timeout(60)
class SimulatorCutTest {
  private final Simulator simulator = Simulator.builder().seed(7).cut().start();
  private final Client client = new Client(simulator);
  private final IssuedGrant grant = simulator.newFamily("alice");

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void metadata_nameTheCutPort() throws Exception {
    HttpResponse<String> metadata =
        client.get(simulator.issuer().resolve("/.well-known/oauth-authorization-server"));

    URI cut = simulator.cutBeforeIssuer().address();
    assertThat(Client.string(metadata, "issuer")).isEqualTo(cut.toString());
    assertThat(Client.string(metadata, "token_endpoint")).isEqualTo(cut + "/oauth/token");
    assertThat(simulator.cutBeforeIssuer().target()).isNotEqualTo(cut);
  }

  @Test
  void metadata_askedForBehindTheCutPort_nameItTheSame() throws Exception {
    URI behind = simulator.cutBeforeIssuer().target();

    HttpResponse<String> metadata =
        client.get(behind.resolve("/.well-known/oauth-authorization-server"));

    assertThat(Client.string(metadata, "issuer")).isEqualTo(simulator.issuer().toString());
  }

  @Test
  void answerReset_spendIsCommitted() throws Exception {
    simulator.cutBeforeIssuer().add("connection#1: ANSWER(40) reset");

    String seen;
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken())) {
      seen = socket.readToEnd();
    }

    assertThat(seen).hasSize(40 + RawSocket.RESET.length()).endsWith(RawSocket.RESET);
    simulator.ledger().spends("F1").with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void requestReset_nothingIsSpent() throws Exception {
    simulator.cutBeforeIssuer().add("connection#1: REQUEST(60) reset");

    String seen;
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken())) {
      seen = socket.readToEnd();
    }

    assertThat(seen).isEqualTo(RawSocket.RESET);
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isTrue();
  }

  @Test
  void fault_resetOfTheSimulator_passesTheCutPort() throws Exception {
    simulator.faults().add("any#1: MID_BODY(20) reset");

    String seen;
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken())) {
      seen = socket.readToEnd();
    }

    assertThat(seen).endsWith("{\"access_token\":\"sim" + RawSocket.RESET);
  }

  @Test
  void api_hasACutPortOfItsOwn() throws Exception {
    simulator.cutBeforeApi().add("connection: ACCEPT reset");

    int spend = client.spend(grant.refreshToken()).statusCode();

    assertThat(spend).isEqualTo(200);
    assertThatIOException().isThrownBy(() -> client.call(grant.accessToken()));
  }

  @Test
  void admin_addsShowsAndClears() throws Exception {
    HttpResponse<String> added =
        admin(post("{\"cut\":\"connection#1: ANSWER(4) fin\",\"before\":\"api\"}"));

    HttpResponse<String> shown = admin(cuts().GET());
    HttpResponse<String> cleared = admin(cuts().DELETE());

    assertThat(added.body())
        .contains("\"before\":\"issuer\",\"address\":\"" + simulator.issuer() + "\"")
        .contains("\"before\":\"api\",\"address\":\"" + simulator.api() + "\"")
        .contains("\"cuts\":[],")
        .contains("\"cuts\":[\"connection#1: ANSWER(4) fin\"]");
    assertThat(shown.body()).isEqualTo(added.body());
    assertThat(cleared.body()).doesNotContain("connection#1");
  }

  @Test
  void admin_mistake_isNamedAndChangesNothing() throws Exception {
    HttpResponse<String> action = admin(post("{\"cut\":\"connection#1: ANSWER(4) rst\"}"));
    HttpResponse<String> before =
        admin(post("{\"cut\":\"connection: ACCEPT fin\",\"before\":\"X\"}"));

    assertThat(action.statusCode()).isEqualTo(400);
    assertThat(action.body()).contains("reset, fin, hang, half-close, bandwidth");
    assertThat(before.statusCode()).isEqualTo(400);
    assertThat(before.body()).contains("'before' is issuer or api");
    assertThat(simulator.cutBeforeIssuer().pending()).isEmpty();
  }

  @Test
  void reset_takesCutsAway() {
    simulator.cutBeforeIssuer().add("connection: ACCEPT reset");

    simulator.reset();

    assertThat(simulator.cutBeforeIssuer().pending()).isEmpty();
  }

  @Test
  void cutPort_notAskedFor_isAMistake() {
    try (Simulator plain = Simulator.builder().start()) {
      assertThatIllegalStateException()
          .isThrownBy(plain::cutBeforeIssuer)
          .withMessageContaining("builder");
    }
  }

  private HttpRequest.Builder cuts() {
    return HttpRequest.newBuilder(URI.create(simulator.admin() + "/cuts"));
  }

  private HttpRequest.Builder post(String body) {
    return cuts()
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> admin(HttpRequest.Builder request) throws Exception {
    return client.send(request.header("Authorization", "Bearer " + simulator.adminToken()));
  }
}
