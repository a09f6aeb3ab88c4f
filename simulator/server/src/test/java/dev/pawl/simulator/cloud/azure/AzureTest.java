package dev.pawl.simulator.cloud.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.wire.StrictJson;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure's services as a library meets them. */
class AzureTest {
  private final Simulator simulator = Simulator.builder().clouds().seed(7).start();
  private final Azure azure = simulator.azure();
  private final IssuedGrant login = azure.newLogin("alice");
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    simulator.close();
  }

  private HttpResponse<String> refresh(String token) throws Exception {
    return token(
        Map.of(
            "grant_type", "refresh_token",
            "client_id", Azure.CLIENT,
            "client_info", "1",
            "scope", "https://cognitiveservices.azure.com/.default openid profile offline_access",
            "refresh_token", token));
  }

  private HttpResponse<String> token(Map<String, String> form) throws Exception {
    return form(azure.tokenEndpoint(), form);
  }

  private HttpResponse<String> form(URI address, Map<String, String> form) throws Exception {
    String body =
        form.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> message(String token) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(azure.foundry() + "/v1/messages"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}")));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static ObjectNode json(HttpResponse<String> answer) {
    return StrictJson.object(answer.body());
  }

  private static String text(HttpResponse<String> answer, String member) {
    return json(answer).required(member).asText();
  }

  @Test
  void refresh_ofAPerson_givesWhatALibraryMakesAnAccountOf() throws Exception {
    HttpResponse<String> answer = refresh(login.refreshToken());

    String claims =
        new String(
            Base64.getUrlDecoder().decode(text(answer, "id_token").split("[.]", -1)[1]),
            StandardCharsets.UTF_8);
    HttpResponse<String> message = message(text(answer, "access_token"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer, "scope")).startsWith("https://cognitiveservices.azure.com/.default");
    assertThat(StrictJson.object(claims).get("iss").asText())
        .isEqualTo(azure.authorityHost() + "/" + Azure.TENANT + "/v2.0");
    assertThat(message.statusCode()).isEqualTo(200);
    assertThat(message.body()).contains("F1.at1");
    simulator.ledger().entries().of(AzureOperations.REFRESH).areExactly(1);
  }

  @Test
  void refresh_withTheSameTokenAgain_isGranted() throws Exception {
    int first = refresh(login.refreshToken()).statusCode();
    simulator.clock().advance(Duration.ofDays(1));
    int second = refresh(login.refreshToken()).statusCode();

    assertThat(List.of(first, second)).containsExactly(200, 200);
    assertThat(simulator.isFamilyAlive("F1")).isTrue();
  }

  @Test
  void refresh_thatIsRefused_saysWhyByItsCode() throws Exception {
    IssuedGrant revoked = azure.newLogin("bob");
    simulator.revokeFamily(revoked.family());

    HttpResponse<String> unknown = refresh("nonsense");
    HttpResponse<String> ended = refresh(revoked.refreshToken());
    simulator.clock().advance(Duration.ofDays(90));
    HttpResponse<String> over = refresh(login.refreshToken());

    assertThat(List.of(unknown, ended, over))
        .allMatch(answer -> answer.statusCode() == 400)
        .allMatch(answer -> text(answer, "error").equals("invalid_grant"))
        .extracting(answer -> json(answer).at("/error_codes/0").asInt())
        .containsExactly(70000, 50173, 700082);
  }

  @Test
  void refresh_thatWantsThePerson_forwardsItsClaims() throws Exception {
    simulator
        .faults()
        .add("entra.refresh#1: BEFORE_COMMIT error=interaction_required dialect=entra");

    HttpResponse<String> answer = refresh(login.refreshToken());

    assertThat(text(answer, "error")).isEqualTo("interaction_required");
    assertThat(text(answer, "claims")).startsWith("{\"access_token\":");
    assertThat(text(answer, "error_description")).contains("AADSTS50076");
    simulator.ledger().entries().of(AzureOperations.REFRESH).areExactly(1);
  }

  @Test
  void foundry_refusesWhatIsOver_andChallengesWhatWasRevoked() throws Exception {
    IssuedGrant other = azure.newLogin("bob");
    simulator.revokeAccessTokens(other.family());

    HttpResponse<String> revoked = message(other.accessToken());
    simulator.clock().advance(Duration.ofHours(1));
    HttpResponse<String> over = message(login.accessToken());

    assertThat(revoked.statusCode()).isEqualTo(401);
    assertThat(revoked.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"insufficient_claims\", claims=\"");
    assertThat(over.statusCode()).isEqualTo(401);
    assertThat(over.body()).contains("Unauthorized. Access token is missing, invalid, audience");
    assertThat(over.headers().firstValue("WWW-Authenticate")).isEmpty();
    simulator.ledger().entries().of(AzureOperations.MESSAGE).with(Outcome.REVOKED).areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000-0000-4000-8000-00000000a990, sim-azure-application-secret, 200, 0",
    "00000000-0000-4000-8000-00000000a990, wrong, 401, 7000215",
    "00000000-0000-4000-8000-000000000000, sim-azure-application-secret, 400, 700016"
  })
  void application_logsItselfIn(String client, String secret, int status, int code)
      throws Exception {
    HttpResponse<String> answer =
        token(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                client,
                "client_secret",
                secret,
                "scope",
                "https://ai.azure.com/.default"));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).at("/error_codes/0").asInt()).isEqualTo(code);
    simulator.ledger().entries().of(AzureOperations.CLIENT_CREDENTIALS).areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"60, 200", "-60, 401"})
  void application_withAFederatedToken_logsInWhileItIsGood(int seconds, int status)
      throws Exception {
    String claims =
        "{\"exp\":" + simulator.clock().instant().plusSeconds(seconds).getEpochSecond() + "}";
    String assertion = base64("{\"alg\":\"RS256\"}") + "." + base64(claims) + "." + base64("x");

    HttpResponse<String> answer =
        token(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                Azure.APPLICATION,
                "client_assertion",
                assertion));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).has("access_token")).isEqualTo(status == 200);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void deviceLogin_isPendingUntilSomebodyApproves() throws Exception {
    azure.server().consent().device(Consent.Manner.ASK);
    HttpResponse<String> device =
        form(
            azure.tokenEndpoint().resolve("devicecode"),
            Map.of("client_id", Azure.CLIENT, "scope", "https://ai.azure.com/.default"));
    Map<String, String> poll = new LinkedHashMap<>();
    poll.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    poll.put("client_id", Azure.CLIENT);
    poll.put("device_code", text(device, "device_code"));

    HttpResponse<String> pending = token(poll);
    HttpResponse<String> page =
        form(
            URI.create(text(device, "verification_uri")),
            Map.of(
                "decision", "approve", "account", "bob", "user_code", text(device, "user_code")));
    simulator.clock().advance(Duration.ofSeconds(10));
    HttpResponse<String> token = token(poll);

    assertThat(text(device, "message")).contains(text(device, "user_code"));
    assertThat(json(pending).at("/error_codes/0").asInt()).isEqualTo(70016);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(text(token, "refresh_token")).isNotEmpty();
  }

  @Test
  void discovery_namesTheseAddresses() throws Exception {
    HttpResponse<String> instance =
        send(
            HttpRequest.newBuilder(
                azure.authorityHost().resolve("/common/discovery/instance?api-version=1.1")));
    HttpResponse<String> metadata =
        send(HttpRequest.newBuilder(URI.create(text(instance, "tenant_discovery_endpoint"))));

    assertThat(instance.body()).contains(azure.authorityHost().getAuthority());
    assertThat(text(metadata, "token_endpoint")).isEqualTo(azure.tokenEndpoint().toString());
    simulator.ledger().entries().of(AzureOperations.DISCOVERY).areExactly(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metadata/identity/oauth2/token", "//metadata/identity/oauth2/token"})
  void instance_givesTheSameTokenUntilItIsNearItsEnd(String path) throws Exception {
    HttpResponse<String> first = identity(path, "Metadata", "true");
    simulator.clock().advance(Duration.ofHours(1));
    HttpResponse<String> second = identity(path, "Metadata", "true");
    simulator.clock().advance(Duration.ofHours(23));
    HttpResponse<String> third = identity(path, "Metadata", "true");

    assertThat(json(first).get("expires_in").isTextual()).isTrue();
    assertThat(text(second, "access_token")).isEqualTo(text(first, "access_token"));
    assertThat(text(third, "access_token")).isNotEqualTo(text(first, "access_token"));
    assertThat(message(text(third, "access_token")).statusCode()).isEqualTo(200);
    simulator.ledger().entries().of(AzureOperations.IMDS_TOKEN).areExactly(3);
  }

  private HttpResponse<String> identity(String path, String header, String value) throws Exception {
    return send(
        HttpRequest.newBuilder(
                URI.create(
                    azure.instance()
                        + path
                        + "?api-version=2018-02-01&resource=https://ai.azure.com"))
            .header(header, value));
  }

  @Test
  void instance_withoutItsHeader_refuses() throws Exception {
    HttpResponse<String> answer =
        identity("/metadata/identity/oauth2/token", "Accept", "application/json");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer, "error_description"))
        .isEqualTo("Required metadata header not specified");
  }

  @Test
  void application_ofAppService_needsItsHeader() throws Exception {
    HttpResponse<String> good = identity("/msi/token", "X-IDENTITY-HEADER", Azure.IDENTITY_HEADER);
    HttpResponse<String> bad = identity("/msi/token", "X-IDENTITY-HEADER", "wrong");

    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(json(good).has("expires_in")).isFalse();
    assertThat(text(good, "expires_on")).matches("[0-9]+");
    assertThat(bad.statusCode()).isEqualTo(401);
  }

  @Test
  void instance_thatIsThrottled_recovers() throws Exception {
    simulator.faults().add("azure-imds.token#1: BEFORE_COMMIT 429");
    simulator.faults().add("azure-imds.token#2: BEFORE_COMMIT 410");

    List<Integer> statuses =
        List.of(
            identity("/metadata/identity/oauth2/token", "Metadata", "true").statusCode(),
            identity("/metadata/identity/oauth2/token", "Metadata", "true").statusCode(),
            identity("/metadata/identity/oauth2/token", "Metadata", "true").statusCode());

    assertThat(statuses).containsExactly(429, 410, 200);
  }

  @Test
  void environment_withoutTls_hasNoApplicationThatWouldAskTheRealEntra() {
    assertThat(azure.environment().variables())
        .containsEntry("AZURE_POD_IDENTITY_AUTHORITY_HOST", azure.instance().toString())
        .doesNotContainKey("AZURE_CLIENT_SECRET");
    assertThat(azure.environment().unset()).contains("AZURE_CLIENT_SECRET", "AZURE_AUTHORITY_HOST");
  }

  @Test
  void reset_forgetsLogins() throws Exception {
    simulator.reset();

    HttpResponse<String> answer = refresh(login.refreshToken());

    assertThat(json(answer).at("/error_codes/0").asInt()).isEqualTo(70000);
    assertThat(refresh(azure.newLogin("bob").refreshToken()).statusCode()).isEqualTo(200);
  }
}
