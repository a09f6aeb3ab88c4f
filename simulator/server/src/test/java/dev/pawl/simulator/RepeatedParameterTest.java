package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter is there once, or the request is refused (RFC 6749, sections 3.1 and 3.2). */
class RepeatedParameterTest extends SimulatorScene {

  @ParameterizedTest
  @ValueSource(strings = {"scope", "code_challenge", "response_type", "login_hint"})
  void authorize_parameterTwice_tellsTheClient(String name) throws Exception {
    HttpResponse<String> answer = browse("&state=s&" + name + "=a");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .startsWith(CodeFlow.REDIRECT)
        .contains("error=invalid_request", "state=s");
  }

  @Test
  void authorize_stateTwice_tellsTheClientWithoutAState() throws Exception {
    HttpResponse<String> answer = browse("&state=s&state=t");

    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .contains("error=invalid_request")
        .doesNotContain("state=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resource", "audience"})
  void refresh_targetTwice_isForBoth(String name) throws Exception {
    String both = name + "=https%3A%2F%2Fa.example&" + name + "=https%3A%2F%2Fb.example";

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(simulator.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=refresh_token&client_id="
                            + simulator.clientId()
                            + "&refresh_token="
                            + grant.refreshToken()
                            + "&"
                            + both)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void authorize_resourceTwice_isGranted() throws Exception {
    HttpResponse<String> answer =
        browse("&resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example");

    assertThat(answer.headers().firstValue("Location").orElseThrow()).contains("code=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_id", "redirect_uri"})
  void authorize_whoOrWhereToTwice_tellsThePersonAlone(String name) throws Exception {
    HttpResponse<String> answer = browse("&" + name + "=a");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  @Test
  void refresh_parameterTwice_isRefusedAndSpendsNothing() throws Exception {
    URI twice = URI.create(simulator.tokenEndpoint() + "?scope=messages&scope=profile");

    HttpResponse<String> answer =
        client.post(
            twice,
            Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                simulator.clientId(),
                "refresh_token",
                grant.refreshToken()));

    assertThat(Client.json(answer)).containsEntry("error", "invalid_request");
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isTrue();
  }

  private HttpResponse<String> browse(String more) throws Exception {
    String query =
        CodeFlow.parameters(simulator.clientId(), Map.of("scope", "messages")).entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return client.get(URI.create(simulator.authorizationEndpoint() + "?" + query + more));
  }
}
