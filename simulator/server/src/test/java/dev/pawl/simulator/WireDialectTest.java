package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.IssuedGrant;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that say what their writer or a vendor says, as a client sees them. */
class WireDialectTest {
  private final Simulator simulator = Simulator.builder().seed(7).start();
  private final Client client = new Client(simulator);
  private final IssuedGrant grant = simulator.newFamily("alice");

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "error=invalid_rapt dialect=google | 400 | application/json | \"error_subtype\":\"invalid_rapt\"",
        "error=AADSTS50173 dialect=azure | 400 | application/json | \"error_codes\":[50173]",
        "error=interaction_required dialect=entra | 400 | application/json | \"claims\":\"{",
        "error=bad_refresh_token dialect=github | 200 | application/json | \"error\":\"bad_refresh_token\"",
        "error=invalid_refresh_token dialect=slack | 200 | application/json | {\"ok\":false,",
        "error=ExpiredToken dialect=aws-xml | 403 | text/xml | <Code>ExpiredToken</Code>",
        "error=UnauthorizedException dialect=aws-json | 401 | application/json | \"__type\":\"com.amazonaws",
        "error=overloaded_error dialect=anthropic | 529 | application/json | \"overloaded_error\"",
        "400 body='{\"error\":\"mine\"}' | 400 | application/json | {\"error\":\"mine\"}",
        "error=invalid_grant error_description='it is over' | 400 | application/json | \"error_description\":\"it is over\""
      })
  void fault_beforeTheCommit_isSeenAndSpendsNothing(
      String action, int status, String type, String body) throws Exception {
    simulator.faults().add("any next 1 of F1: BEFORE_COMMIT " + action);

    HttpResponse<String> answer = client.spend(grant.refreshToken());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    assertThat(answer.body()).contains(body);
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "github | application/x-www-form-urlencoded | access_token=",
        "slack | application/json | \"token_type\":\"bot\"",
        "okta | application/json | \"token_type\":\"Bearer\"",
      })
  void goodAnswer_isWordedAsTheVendorDoes(String dialect, String type, String body)
      throws Exception {
    simulator.faults().add("refresh: AFTER_COMMIT dialect=" + dialect);

    HttpResponse<String> answer = client.spend(grant.refreshToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    assertThat(answer.body()).contains(body);
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isFalse();
  }

  @Test
  void redirect_andHeaders_areSeen() throws Exception {
    simulator
        .faults()
        .add(
            "any next 1 of F1: BEFORE_COMMIT 307 location=https://login.example/token"
                + " header='Retry-After: 3'");

    HttpResponse<String> answer = client.spend(grant.refreshToken());

    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(answer.headers().firstValue("Location")).hasValue("https://login.example/token");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
  }

  @Test
  void expiresIn_isToldAndTheTokenLivesOn() throws Exception {
    simulator.faults().add("any next 1 of F1: AFTER_COMMIT expires_in=1");

    HttpResponse<String> answer = client.spend(grant.refreshToken());
    simulator.clock().advance(Duration.ofSeconds(2));
    int call = client.call(Client.string(answer, "access_token")).statusCode();

    assertThat(answer.body()).contains("\"expires_in\":1,");
    assertThat(call).isEqualTo(200);
  }
}
