package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients with secrets, redirects and grant types of their own. */
class RegisteredClientTest {
  private static final String ID = "gateway:eu 1";
  private static final String SECRET = "s%c+r:e t\u00e9";

  private final Simulator simulator = Simulator.builder().seed(7).start();
  private final Client client = new Client(simulator);

  @BeforeEach
  void register() {
    simulator.clients().put(RegisteredClient.confidential(ID, SECRET));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void refresh_secretInBasicHeaderFormEncoded_isGranted() throws Exception {
    String refresh = simulator.newFamily("alice", ID).refreshToken();

    HttpResponse<String> granted = basic(ID, SECRET, refreshing(refresh));

    assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
  }

  @Test
  void refresh_secretInForm_isGranted() throws Exception {
    String refresh = simulator.newFamily("alice", ID).refreshToken();

    HttpResponse<String> granted =
        client.post(simulator.tokenEndpoint(), inForm(ID, SECRET, refreshing(refresh)));

    assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
  }

  @Test
  void refresh_secretIsWrongOrMissing_isInvalidClientAndSpendsNothing() throws Exception {
    String refresh = simulator.newFamily("alice", ID).refreshToken();

    List<HttpResponse<String>> refused =
        List.of(
            basic(ID, "wrong", refreshing(refresh)),
            client.post(simulator.tokenEndpoint(), inForm(ID, "wrong", refreshing(refresh))),
            client.post(simulator.tokenEndpoint(), inForm(ID, "", refreshing(refresh))));

    for (HttpResponse<String> each : refused) {
      assertThat(each.statusCode()).isEqualTo(401);
      assertThat(Client.json(each)).containsEntry("error", "invalid_client");
      assertThat(each.headers().firstValue("WWW-Authenticate")).isPresent();
    }
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
  }

  @Test
  void refresh_inAWayThatIsNotRegistered_isInvalidClient() throws Exception {
    simulator
        .clients()
        .put(
            RegisteredClient.confidential(ID, SECRET)
                .authentications(Set.of(ClientAuthentication.CLIENT_SECRET_POST)));
    String refresh = simulator.newFamily("alice", ID).refreshToken();

    HttpResponse<String> refused = basic(ID, SECRET, refreshing(refresh));

    assertThat(Client.json(refused)).containsEntry("error", "invalid_client");
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
  }

  @Test
  void refresh_ofATokenOfAnotherClient_isInvalidGrant() throws Exception {
    String refresh = simulator.newFamily("alice").refreshToken();

    HttpResponse<String> refused = basic(ID, SECRET, refreshing(refresh));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Client.json(refused)).containsEntry("error", "invalid_grant");
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
  }

  @Test
  void clientCredentials_confidentialClient_getsATokenAndNoRefreshToken() throws Exception {
    HttpResponse<String> granted =
        basic(ID, SECRET, Map.of("grant_type", "client_credentials", "scope", "messages"));

    assertThat(Client.json(granted))
        .containsEntry("scope", "messages")
        .doesNotContainKey("refresh_token");
    assertThat(client.call(Client.string(granted, "access_token")).statusCode()).isEqualTo(200);
  }

  @Test
  void clientCredentials_publicClient_isUnauthorizedClient() throws Exception {
    HttpResponse<String> refused =
        client.post(
            simulator.tokenEndpoint(),
            Map.of("grant_type", "client_credentials", "client_id", simulator.clientId()));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Client.json(refused)).containsEntry("error", "unauthorized_client");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:5000/callback, 302",
    "http://127.0.0.1/callback, 302",
    "http://[::1]:5000/callback, 302",
    "http://127.0.0.1:5000/callback/more, 400",
    "http://127.0.0.1:5000/callback?more, 400",
    "http://127.0.0.2:5000/callback, 400",
    "http://127.0.0.1.evil.example/callback, 400",
    "https://127.0.0.1:5000/callback, 400",
    "http://user@127.0.0.1:5000/callback, 400",
    "https://app.example/done, 400"
  })
  void authorization_redirectsToRegisteredAddressesAlone(String redirect, int status)
      throws Exception {
    HttpResponse<String> answer =
        client.get(
            URI.create(
                simulator.authorizationEndpoint()
                    + "?response_type=code&code_challenge_method=S256&code_challenge="
                    + "c".repeat(43)
                    + "&client_id="
                    + simulator.clientId()
                    + "&redirect_uri="
                    + encoded(redirect)));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Location").isPresent()).isEqualTo(status == 302);
  }

  @Test
  void metadata_listsWhatTheRegisteredClientsMayUse() throws Exception {
    HttpResponse<String> answer =
        client.get(simulator.issuer().resolve("/.well-known/oauth-authorization-server"));

    assertThat(Client.json(answer))
        .containsEntry(
            "token_endpoint_auth_methods_supported",
            List.of("client_secret_basic", "client_secret_post", "none"))
        .extractingByKey("grant_types_supported")
        .asString()
        .contains("client_credentials");
  }

  @Test
  void text_ofAClient_hasNoSecret() {
    assertThat(RegisteredClient.confidential(ID, SECRET).toString())
        .contains(ID)
        .doesNotContain(SECRET);
  }

  private HttpResponse<String> basic(String id, String secret, Map<String, String> form)
      throws Exception {
    String pair = encoded(id) + ":" + encoded(secret);
    String credentials = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    StringBuilder body = new StringBuilder();
    form.forEach((name, value) -> body.append('&').append(name).append('=').append(encoded(value)));
    return client.send(
        HttpRequest.newBuilder(simulator.tokenEndpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic " + credentials)
            .POST(BodyPublishers.ofString(body.substring(1))));
  }

  private static Map<String, String> refreshing(String refresh) {
    return Map.of("grant_type", "refresh_token", "refresh_token", refresh);
  }

  private static Map<String, String> inForm(String id, String secret, Map<String, String> form) {
    Map<String, String> all = new java.util.HashMap<>(form);
    all.put("client_id", id);
    all.put("client_secret", secret);
    return all;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
