package dev.pawl.simulator.cloud.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.simulator.Simulator;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's services as a library meets them. */
class GoogleTest {
  private static final String METADATA = "/computeMetadata/v1/instance/service-accounts/";
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  @TempDir Path home;

  private final Simulator simulator = Simulator.builder().clouds().seed(7).start();
  private final Google google = simulator.google();
  private final IssuedGrant login = google.newLogin("alice");
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void write() throws Exception {
    google.writeHome(home, login);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private HttpResponse<String> refresh() throws Exception {
    var file = file("application_default_credentials.json");
    return form(
        URI.create(file.get("token_uri").asText()),
        Map.of(
            "grant_type", "refresh_token",
            "client_id", file.get("client_id").asText(),
            "client_secret", file.get("client_secret").asText(),
            "refresh_token", file.get("refresh_token").asText()));
  }

  private ObjectNode file(String name) throws Exception {
    return StrictJson.object(Files.readString(home.resolve(".config/gcloud").resolve(name)));
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

  private HttpResponse<String> predict(String token) throws Exception {
    return predict(token, "rawPredict");
  }

  private HttpResponse<String> predict(String token, String verb) throws Exception {
    return send(
        HttpRequest.newBuilder(
                URI.create(
                    google.vertex()
                        + "/projects/p/locations/us-east5/publishers/anthropic/models/m-1:"
                        + verb))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}")));
  }

  private HttpResponse<String> metadata(String path, String flavour) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(google.instance() + path))
            .header("Metadata-Flavor", flavour));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String text(HttpResponse<String> answer, String member) {
    return StrictJson.object(answer.body()).get(member).asText();
  }

  @Test
  void refresh_ofAPerson_givesATokenThatOpensVertex() throws Exception {
    HttpResponse<String> answer = refresh();

    HttpResponse<String> model = predict(text(answer, "access_token"));

    assertThat(text(answer, "expires_in")).isEqualTo("3599");
    assertThat(model.statusCode()).isEqualTo(200);
    assertThat(model.body()).contains("F1.at1");
    simulator.ledger().entries().of(GoogleOperations.REFRESH).areExactly(1);
    simulator.ledger().family("F1").of(GoogleOperations.RAW_PREDICT).areExactly(1);
  }

  @Test
  void vertex_thatIsAskedForAStream_sendsEvents() throws Exception {
    HttpResponse<String> answer = predict(login.accessToken(), "streamRawPredict");

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(answer.body())
        .startsWith("event: message_start\ndata: {\"type\":\"message_start\"")
        .contains("\"model\":\"m-1\"", "\"text\":\"F1.at0\"")
        .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @Test
  void refresh_ofALoginThatWasRevoked_isRefusedInGooglesWords() throws Exception {
    simulator.revokeFamily(login.family());

    HttpResponse<String> answer = refresh();

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or"
                + " revoked.\"}");
  }

  @Test
  void refresh_thatWantsThePerson_saysSoInItsSubtype() throws Exception {
    simulator.faults().add("google.refresh: BEFORE_COMMIT error=invalid_rapt dialect=google");

    HttpResponse<String> answer = refresh();

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer, "error_subtype")).isEqualTo("invalid_rapt");
    assertThat(simulator.isCurrentRefreshToken(login.refreshToken())).isTrue();
  }

  @Test
  void reauth_startedWithATokenOfThePerson_asksForTheirPassword() throws Exception {
    String token = text(refresh(), "access_token");

    HttpResponse<String> started = reauth(token);
    HttpResponse<String> refused = reauth("of-nobody");

    assertThat(started.statusCode()).isEqualTo(200);
    assertThat(text(started, "status")).isEqualTo("CHALLENGE_REQUIRED");
    assertThat(text(started, "sessionId")).isNotEmpty();
    assertThat(StrictJson.object(started.body()).get("challenges").toString())
        .isEqualTo("[{\"status\":\"READY\",\"challengeId\":1,\"challengeType\":\"PASSWORD\"}]");
    assertThat(refused.statusCode()).isEqualTo(401);
    simulator.ledger().entries().of(GoogleOperations.REAUTH_START).areExactly(2);
  }

  private HttpResponse<String> reauth(String token) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(google.reauth() + ":start"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"supportedChallengeTypes\":[\"PASSWORD\",\"SECURITY_KEY\"]}")));
  }

  @Test
  void vertex_whenTheTokenIsOver_saysSo() throws Exception {
    simulator.clock().advance(Duration.ofSeconds(3599));

    HttpResponse<String> answer = predict(login.accessToken());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"reason\":\"ACCESS_TOKEN_EXPIRED\"", "UNAUTHENTICATED");
    simulator.ledger().entries().with(Outcome.EXPIRED).areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 3600, 200", "-3600, 60, 400", "600, 3600, 400", "0, 7200, 400"})
  void assertion_ofTheServiceAccount_hasToBeOfThisTime(int made, int life, int status)
      throws Exception {
    Instant now = simulator.clock().instant().plusSeconds(made);

    HttpResponse<String> answer = redeem(now, now.plusSeconds(life), google.tokenEndpoint());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(status == 200 ? "access_token" : "Invalid JWT: Token must");
    simulator.ledger().entries().of(GoogleOperations.JWT_BEARER).areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"https://oauth2.googleapis.com/token, 200", "https://login.example/token, 400"})
  void assertion_ofTheServiceAccount_isForGoogleAlone(URI audience, int status) throws Exception {
    Instant now = simulator.clock().instant();

    HttpResponse<String> answer = redeem(now, now.plusSeconds(60), audience);

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  private HttpResponse<String> redeem(Instant made, Instant end, URI audience) throws Exception {
    var account = file("service_account.json");
    String key =
        account.get("private_key").asText().replaceAll("-----[A-Z ]+-----", "").replace("\n", "");
    PrivateKey secret =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    String signed =
        base64("{\"alg\":\"RS256\"}")
            + "."
            + base64(
                StrictJson.write(
                    Map.<String, Object>of(
                        "iss", account.get("client_email").asText(),
                        "aud", audience.toString(),
                        "iat", made.getEpochSecond(),
                        "exp", end.getEpochSecond())));
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(secret);
    signer.update(signed.getBytes(StandardCharsets.UTF_8));
    String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    return form(
        google.tokenEndpoint(),
        Map.of("grant_type", JWT_BEARER, "assertion", signed + "." + signature));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "pawl@pawl-simulator.iam.gserviceaccount.com"})
  void metadata_givesTheSameTokenUntilItIsNearItsEnd(String account) throws Exception {
    String path = METADATA + account + "/token";

    HttpResponse<String> first = metadata(path, "Google");
    simulator.clock().advance(Duration.ofMinutes(10));
    HttpResponse<String> second = metadata(path, "Google");
    simulator.clock().advance(Duration.ofMinutes(46));
    HttpResponse<String> third = metadata(path, "Google");

    assertThat(first.headers().firstValue("Metadata-Flavor")).hasValue("Google");
    assertThat(text(second, "access_token")).isEqualTo(text(first, "access_token"));
    assertThat(Integer.parseInt(text(second, "expires_in"))).isBetween(2980, 2999);
    assertThat(text(third, "access_token")).isNotEqualTo(text(first, "access_token"));
    assertThat(predict(text(third, "access_token")).statusCode()).isEqualTo(200);
    simulator.ledger().entries().of(GoogleOperations.METADATA_TOKEN).areExactly(3);
  }

  @Test
  void metadata_withoutItsHeader_isForbidden() throws Exception {
    int token = metadata(METADATA + "default/token", "None").statusCode();
    int email = metadata(METADATA + "default/email", "None").statusCode();
    int probe = metadata("/", "None").statusCode();

    assertThat(List.of(token, email, probe)).containsExactly(403, 403, 200);
  }

  @Test
  void metadata_tellsProjectAndAccount() throws Exception {
    String project = metadata("/computeMetadata/v1/project/project-id", "Google").body();
    HttpResponse<String> account = metadata(METADATA + "default/?recursive=true", "Google");

    assertThat(project).isEqualTo("pawl-simulator");
    assertThat(text(account, "email")).startsWith("pawl@");
  }

  @Test
  void workload_exchangesItsTokenAndActsForAServiceAccount() throws Exception {
    var external = file("external_account.json");
    String subject = Files.readString(Path.of(external.at("/credential_source/file").asText()));
    HttpResponse<String> federated =
        form(
            URI.create(external.get("token_url").asText()),
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                subject,
                "audience",
                external.get("audience").asText()));

    HttpResponse<String> acting =
        send(
            HttpRequest.newBuilder(
                    URI.create(
                        google.vertex()
                            + "/projects/-/serviceAccounts/other@p.iam.gserviceaccount.com"
                            + ":generateAccessToken"))
                .header("Authorization", "Bearer " + text(federated, "access_token"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"scope\":[\"s\"]}")));

    assertThat(federated.statusCode()).isEqualTo(200);
    assertThat(Instant.parse(text(acting, "expireTime"))).isAfter(simulator.clock().instant());
    assertThat(predict(text(acting, "accessToken")).statusCode()).isEqualTo(200);
  }

  @Test
  void workload_whoseTokenIsOver_isRefused() throws Exception {
    String subject = Files.readString(home.resolve(".config/gcloud/subject_token"));
    simulator.clock().advance(Duration.ofDays(366));

    HttpResponse<String> answer =
        form(
            URI.create(google.vertex().resolve("sts/v1/token").toString()),
            Map.of("subject_token", subject));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer, "error")).isEqualTo("invalid_grant");
  }

  @Test
  void serviceAccount_whoseFamilyWasRevoked_getsNoMoreTokens() throws Exception {
    Instant now = simulator.clock().instant();
    HttpResponse<String> first = redeem(now, now.plusSeconds(60), google.tokenEndpoint());
    String family = simulator.familyOf(text(first, "access_token")).orElseThrow();
    simulator.revokeFamily(family);

    HttpResponse<String> second = redeem(now, now.plusSeconds(60), google.tokenEndpoint());

    assertThat(second.body()).contains("Invalid grant: account not found");
    assertThat(predict(text(first, "access_token")).statusCode()).isEqualTo(401);
  }

  @Test
  void reset_forgetsLoginsAndTokens() throws Exception {
    String token = text(metadata(METADATA + "default/token", "Google"), "access_token");
    simulator.reset();

    HttpResponse<String> refreshed = refresh();
    String other = text(metadata(METADATA + "default/token", "Google"), "access_token");

    assertThat(refreshed.statusCode()).isEqualTo(400);
    assertThat(other).isNotEqualTo(token);
    assertThat(predict(other).statusCode()).isEqualTo(200);
  }
}
