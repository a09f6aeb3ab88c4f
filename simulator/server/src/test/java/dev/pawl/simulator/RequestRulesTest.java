package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Outcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an RFC refuses is refused, and spends nothing; a leniency takes it, that one alone. */
class RequestRulesTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private Simulator simulator = Simulator.builder().seed(7).start();

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @EnumSource
  void refresh_inAFormThatAnRfcRefuses_isInvalidRequestAndSpendsNothing(Leniency form)
      throws Exception {
    String refresh = family(form);

    HttpResponse<String> refused = refresh(form, refresh);

    assertThat(refused.statusCode()).isEqualTo(form == Leniency.LARGE_BODY ? 413 : 400);
    assertThat(Client.json(refused)).containsEntry("error", "invalid_request");
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
    assertThat(simulator.ledger().entries().spends().list())
        .singleElement()
        .matches(entry -> entry.outcome() == Outcome.INVALID_REQUEST);
  }

  @ParameterizedTest
  @EnumSource
  void refresh_lenientAboutThatForm_isGranted(Leniency form) throws Exception {
    restart(form);
    String refresh = family(form);

    HttpResponse<String> granted = refresh(form, refresh);

    assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
    assertThat(simulator.isCurrentRefreshToken(refresh)).isFalse();
  }

  @Test
  void refresh_lenientAboutAnotherForm_isRefused() throws Exception {
    restart(Leniency.JSON_BODY);
    String refresh = simulator.newFamily("alice").refreshToken();

    HttpResponse<String> refused = refresh(Leniency.SECRETS_IN_QUERY, refresh);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
  }

  @Test
  void revocation_ofATokenInTheQuery_isRefusedAndRevokesNothing() throws Exception {
    String refresh = simulator.newFamily("alice").refreshToken();
    URI address = URI.create(simulator.revocationEndpoint() + "?token=" + refresh);

    HttpResponse<String> refused = post(address, FORM, "client_id=" + simulator.clientId());

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages%20%20profile", "%22messages%22", "messages%5C", "m%C3%A9"})
  void refresh_scopeThatIsNone_isInvalidScope(String scope) throws Exception {
    String refresh = simulator.newFamily("alice").refreshToken();

    HttpResponse<String> refused =
        post(simulator.tokenEndpoint(), FORM, form(refresh) + "&scope=" + scope);

    assertThat(Client.json(refused)).containsEntry("error", "invalid_scope");
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "redirect_uri", "code_verifier"})
  void login_withoutAParameter_isInvalidRequest(String missing) throws Exception {
    String form =
        "grant_type=authorization_code&client_id="
            + simulator.clientId()
            + "&code=a&redirect_uri=http://127.0.0.1:1/callback&code_verifier="
            + "v".repeat(43);

    HttpResponse<String> refused =
        post(simulator.tokenEndpoint(), FORM, form.replaceFirst("&" + missing + "=[^&]*", ""));

    assertThat(Client.json(refused)).containsEntry("error", "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "OPTIONS", "PUT", "DELETE"})
  void metadata_askedForInAnotherWay_isRefusedWithTheWays(String method) throws Exception {
    URI address = simulator.issuer().resolve("/.well-known/oauth-authorization-server");

    HttpResponse<String> refused =
        new Client(simulator)
            .send(HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody()));

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void refresh_jsonNestedDeep_isInvalidRequestAndNoStackTrace() throws Exception {
    restart(Leniency.JSON_BODY, Leniency.LARGE_BODY);
    String deep = "{\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";

    HttpResponse<String> refused = post(simulator.tokenEndpoint(), "application/json", deep);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Client.json(refused)).containsEntry("error", "invalid_request");
    assertThat(refused.body()).doesNotContain("Exception", "\tat ");
  }

  private void restart(Leniency... lenient) {
    simulator.close();
    simulator = Simulator.builder().seed(7).lenient(lenient).start();
  }

  /* A family of the client "two", whose secret is "b", if two authentications are to be sent. */
  private String family(Leniency form) {
    if (form != Leniency.TWO_AUTHENTICATIONS) {
      return simulator.newFamily("alice").refreshToken();
    }
    simulator.clients().put(RegisteredClient.confidential("two", "b"));
    return simulator.newFamily("alice", "two").refreshToken();
  }

  private HttpResponse<String> refresh(Leniency form, String refresh) throws Exception {
    URI endpoint = simulator.tokenEndpoint();
    return switch (form) {
      case SECRETS_IN_QUERY ->
          post(
              URI.create(endpoint + "?refresh_token=" + refresh),
              FORM,
              "grant_type=refresh_token&client_id=" + simulator.clientId());
      case JSON_BODY ->
          post(
              endpoint,
              "application/json",
              "{\"grant_type\":\"refresh_token\",\"client_id\":\""
                  + simulator.clientId()
                  + "\",\"refresh_token\":\""
                  + refresh
                  + "\"}");
      case TWO_AUTHENTICATIONS ->
          new Client(simulator)
              .send(
                  HttpRequest.newBuilder(endpoint)
                      .header("Content-Type", FORM)
                      .header("Authorization", "Basic dHdvOmI=")
                      .POST(
                          BodyPublishers.ofString(
                              "grant_type=refresh_token&client_secret=b&refresh_token="
                                  + refresh)));
      case ODD_VERIFIER -> post(endpoint, FORM, form(refresh) + "&code_verifier=short");
      case LARGE_BODY -> post(endpoint, FORM, form(refresh) + "&a=" + "a".repeat(2 * 1024 * 1024));
    };
  }

  private String form(String refresh) {
    return "grant_type=refresh_token&client_id="
        + simulator.clientId()
        + "&refresh_token="
        + refresh;
  }

  private HttpResponse<String> post(URI address, String type, String body) throws Exception {
    return new Client(simulator)
        .send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
  }
}
