package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.operation.Operation;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authorization requests that are pushed first (RFC 9126). */
class PushedAuthorizationTest {
  private static final String ID = "web";
  private static final Map<String, String> SECRET = Map.of("client_secret", "s3cret");

  private final Simulator simulator = Simulator.builder().seed(7).start();
  private final CodeFlow flow = new CodeFlow(simulator);

  @BeforeEach
  void register() {
    simulator.clients().put(RegisteredClient.confidential(ID, "s3cret").requirePush());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void login_pushed_usesThePushedParametersAndNoOthers() throws Exception {
    String address = pushed();

    HttpResponse<String> browser =
        flow.browse(
            Map.of("client_id", ID, "request_uri", address, "scope", "profile", "state", "evil"));
    String location = browser.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> tokens = flow.redeem(ID, CodeFlow.code(location), SECRET);

    assertThat(location).contains("state=s-1").doesNotContain("evil");
    assertThat(Client.json(tokens)).containsEntry("scope", "messages");
    assertThat(simulator.ledger().entries().of(Operation.PUSH).count()).isEqualTo(1);
  }

  @Test
  void authorize_addressUsedTwice_isRefused() throws Exception {
    String address = pushed();
    Map<String, String> browser = Map.of("client_id", ID, "request_uri", address);

    int first = flow.browse(browser).statusCode();
    int second = flow.browse(browser).statusCode();

    assertThat(first).isEqualTo(302);
    assertThat(second).isEqualTo(400);
  }

  @Test
  void authorize_addressIsTooOldOrAnothers_isRefused() throws Exception {
    String late = pushed();
    simulator.clock().advance(Duration.ofMinutes(1));
    String fresh = pushed();

    int expired = flow.browse(Map.of("client_id", ID, "request_uri", late)).statusCode();
    int foreign =
        flow.browse(Map.of("client_id", simulator.clientId(), "request_uri", fresh)).statusCode();

    assertThat(expired).isEqualTo(400);
    assertThat(foreign).isEqualTo(400);
  }

  @Test
  void authorize_ofAClientThatMustPushButDidNot_tellsTheClient() throws Exception {
    HttpResponse<String> answer = flow.browse(CodeFlow.parameters(ID, Map.of()));

    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .startsWith(CodeFlow.REDIRECT)
        .contains("error=invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type",
    "code_challenge_method, plain, invalid_request",
    "scope, messages admin, invalid_scope",
    "request_uri, urn:x, invalid_request"
  })
  void push_ofARequestThatWouldFail_isRefusedAtOnce(String name, String value, String error)
      throws Exception {
    Map<String, String> request =
        CodeFlow.parameters(ID, Map.of("client_secret", "s3cret", name, value));

    HttpResponse<String> refused = flow.client.post(par(), request);

    assertThat(Client.json(refused)).containsEntry("error", error);
  }

  @Test
  void authorize_duringAnOutage_leavesThePushedRequestUsable() throws Exception {
    Map<String, String> browser = Map.of("client_id", ID, "request_uri", pushed());
    simulator.faults().add("authorize#1: BEFORE_COMMIT 503");

    int away = flow.browse(browser).statusCode();
    int back = flow.browse(browser).statusCode();

    assertThat(away).isEqualTo(503);
    assertThat(back).isEqualTo(302);
  }

  @Test
  void push_withAWrongSecretOrAForeignRedirect_isRefused() throws Exception {
    Map<String, String> request = CodeFlow.parameters(ID, Map.of("client_secret", "wrong"));
    Map<String, String> astray =
        CodeFlow.parameters(
            ID, Map.of("client_secret", "s3cret", "redirect_uri", "https://evil.example/"));

    HttpResponse<String> unproven = flow.client.post(par(), request);
    HttpResponse<String> misled = flow.client.post(par(), astray);

    assertThat(Client.json(unproven)).containsEntry("error", "invalid_client");
    assertThat(Client.json(misled)).containsEntry("error", "invalid_request");
  }

  private String pushed() throws Exception {
    Map<String, String> request =
        CodeFlow.parameters(
            ID, Map.of("client_secret", "s3cret", "scope", "messages", "state", "s-1"));
    HttpResponse<String> answer = flow.client.post(par(), request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Client.string(answer, "request_uri");
  }

  private URI par() {
    return URI.create(simulator.issuer() + "/oauth/par");
  }
}
