package dev.pawl.simulator.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.wire.StrictJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The services of AWS as an SDK meets them. */
class AwsTest {
  private final Simulator simulator = Simulator.builder().clouds().seed(7).start();
  private final Aws aws = simulator.aws();
  private final AwsClient client = new AwsClient(aws);
  private final SsoSession session = aws.newSession("alice");

  @AfterEach
  void stop() {
    simulator.close();
  }

  private Instant now() {
    return simulator.clock().instant();
  }

  private String[] roleKeys() throws Exception {
    return AwsClient.keys(client.roleCredentials(session.accessToken()));
  }

  @Test
  void roleCredentials_ofASession_openStsAndBedrock() throws Exception {
    String[] keys = roleKeys();

    HttpResponse<String> identity = client.callerIdentity(keys, now());
    HttpResponse<String> model = client.invokeModel(keys, now());

    assertThat(identity.statusCode()).isEqualTo(200);
    assertThat(identity.body())
        .contains("<Arn>arn:aws:sts::111122223333:assumed-role/Developer/alice</Arn>")
        .contains("<Account>111122223333</Account>");
    assertThat(model.statusCode()).isEqualTo(200);
    assertThat(model.body()).contains("\"model\":\"m-1:0\"").contains("F1.role0");
    simulator.ledger().entries().of(AwsOperations.GET_ROLE_CREDENTIALS).areExactly(1);
    simulator.ledger().family("F1").of(AwsOperations.INVOKE_MODEL).areExactly(1);
  }

  @Test
  void model_thatIsAskedForAStream_answersInFrames() throws Exception {
    HttpResponse<String> answer = client.streamModel(roleKeys(), now());

    List<String> events =
        Pattern.compile("\\{\"bytes\":\"([A-Za-z0-9+/=]+)\"}")
            .matcher(answer.body())
            .results()
            .map(
                found ->
                    new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8))
            .map(event -> AwsClient.text(event, "type"))
            .toList();
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.amazon.eventstream");
    assertThat(events).startsWith("message_start").endsWith("message_stop").hasSize(6);
    simulator.ledger().entries().of(AwsOperations.INVOKE_MODEL).areExactly(1);
  }

  @Test
  void portal_afterTheTokenWasRevoked_refusesUntilItIsRefreshed() throws Exception {
    simulator.revokeAccessTokens(session.family());

    HttpResponse<String> early = client.roleCredentials(session.accessToken());
    HttpResponse<String> token = client.createToken(session);
    HttpResponse<String> later =
        client.roleCredentials(AwsClient.text(token.body(), "accessToken"));

    assertThat(early.statusCode()).isEqualTo(401);
    assertThat(early.body())
        .contains("com.amazonaws.switchboard.portal#UnauthorizedException")
        .contains("Session token not found or invalid");
    assertThat(AwsClient.text(token.body(), "refreshToken")).isEqualTo(session.refreshToken());
    assertThat(AwsClient.text(token.body(), "expiresIn")).isEqualTo("3600");
    assertThat(later.statusCode()).isEqualTo(200);
  }

  @Test
  void createToken_afterTheEndOfTheSession_isAnInvalidGrant() throws Exception {
    simulator.clock().advance(Duration.ofHours(8));

    HttpResponse<String> answer = client.createToken(session);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("InvalidGrantException");
    assertThat(answer.body()).contains("\"error\":\"invalid_grant\"");
    simulator.ledger().spends("F1").with(Outcome.EXPIRED).areExactly(1);
  }

  @Test
  void fault_inTheWordsOfAws_isSentAsItIs() throws Exception {
    simulator
        .faults()
        .add("sso-oidc.refresh#1: BEFORE_COMMIT error=SlowDownException dialect=aws-json");
    simulator
        .faults()
        .add(
            "sso.get_role_credentials#1: BEFORE_COMMIT error=TooManyRequestsException"
                + " dialect=aws-json");

    HttpResponse<String> token = client.createToken(session);
    HttpResponse<String> credentials = client.roleCredentials(session.accessToken());

    assertThat(token.headers().firstValue("x-amzn-ErrorType")).hasValue("SlowDownException");
    assertThat(credentials.statusCode()).isEqualTo(429);
    assertThat(roleKeys()).hasSize(3);
  }

  @Test
  void credentials_thatHaveEnded_areExpiredForBothServices() throws Exception {
    String[] keys = roleKeys();
    aws.expireCredentials(session.family());

    HttpResponse<String> identity = client.callerIdentity(keys, now());
    HttpResponse<String> model = client.invokeModel(keys, now());

    assertThat(identity.statusCode()).isEqualTo(403);
    assertThat(identity.body()).contains("<Code>ExpiredToken</Code>");
    assertThat(model.statusCode()).isEqualTo(403);
    assertThat(model.headers().firstValue("x-amzn-ErrorType")).hasValue("ExpiredTokenException");
    assertThat(model.body()).contains("The security token included in the request is expired");
    simulator.ledger().entries().with(Outcome.EXPIRED).areExactly(2);
  }

  @Test
  void credentials_ofAnEndedSession_liveOnToTheirEnd() throws Exception {
    String[] keys = roleKeys();
    simulator.revokeFamily(session.family());

    int before = client.callerIdentity(keys, now()).statusCode();
    simulator.clock().advance(Duration.ofHours(1));
    int after = client.callerIdentity(keys, now()).statusCode();

    assertThat(List.of(before, after)).containsExactly(200, 403);
  }

  @ParameterizedTest
  @CsvSource({
    "0, InvalidClientTokenId, UnrecognizedClientException",
    "1, SignatureDoesNotMatch, InvalidSignatureException",
    "2, InvalidClientTokenId, UnrecognizedClientException",
  })
  void credentials_withAWrongPart_areRefused(int part, String code, String type) throws Exception {
    String[] keys = roleKeys();
    keys[part] = keys[part] + "X";

    HttpResponse<String> identity = client.callerIdentity(keys, now());
    HttpResponse<String> model = client.invokeModel(keys, now());

    assertThat(identity.statusCode()).isEqualTo(403);
    assertThat(identity.body()).contains("<Code>" + code + "</Code>");
    assertThat(model.statusCode()).isEqualTo(403);
    assertThat(model.headers().firstValue("x-amzn-ErrorType")).hasValue(type);
  }

  @ParameterizedTest
  @CsvSource({"6, Signature expired", "-6, Signature not yet current"})
  void signature_ofAnotherTime_isRefusedWithTheServersTime(int minutes, String why)
      throws Exception {
    simulator.clock().freeze();
    String[] keys = roleKeys();
    simulator.clock().skew(AwsOperations.BEDROCK, Duration.ofMinutes(minutes));

    HttpResponse<String> answer = client.invokeModel(keys, now());

    String date = answer.headers().firstValue("Date").orElse("");
    Instant told = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains(why + ": " + Signature.TIME.format(now()));
    assertThat(told)
        .isEqualTo(now().plus(Duration.ofMinutes(minutes)).truncatedTo(ChronoUnit.SECONDS));
    assertThat(client.invokeModel(keys, told).statusCode()).isEqualTo(200);
  }

  @Test
  void assumeRole_givesCredentialsOfTheRole() throws Exception {
    HttpResponse<String> answer =
        client.signed(
            roleKeys(),
            now(),
            "sts",
            "/",
            "application/x-www-form-urlencoded",
            "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A444455556666%3Arole%2FDeploy"
                + "&RoleSessionName=me&DurationSeconds=900&Version=2011-06-15");

    assertThat(answer.body())
        .contains("<Arn>arn:aws:sts::444455556666:assumed-role/Deploy/me</Arn>")
        .contains("<Expiration>");
    simulator.ledger().family("F1").of(AwsOperations.ASSUME_ROLE).areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"60, 200, AccessKeyId", "-60, 400, ExpiredTokenException"})
  void webIdentity_isGoodToItsEnd(int seconds, int status, String part) throws Exception {
    String payload = "{\"exp\":" + now().plusSeconds(seconds).getEpochSecond() + "}";
    String token = base64("{\"alg\":\"RS256\"}") + "." + base64(payload) + "." + base64("x");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(aws.endpoint().resolve("/"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "Action=AssumeRoleWithWebIdentity&RoleSessionName=me"
                        + "&RoleArn=arn:aws:iam::444455556666:role/Deploy&WebIdentityToken="
                        + token));

    HttpResponse<String> answer = client.send(request);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(part);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void deviceLogin_isPendingUntilSomebodyApproves() throws Exception {
    aws.sso().consent().device(Consent.Manner.ASK);
    aws.sso().consent().interval(Duration.ofSeconds(1));
    String registered =
        client.json("/client/register", Map.of("clientName", "me", "clientType", "public")).body();
    Map<String, Object> secrets =
        Map.of(
            "clientId", AwsClient.text(registered, "clientId"),
            "clientSecret", AwsClient.text(registered, "clientSecret"));
    String device = client.json("/device_authorization", secrets).body();
    Map<String, Object> poll = new LinkedHashMap<>(secrets);
    poll.put("grantType", "urn:ietf:params:oauth:grant-type:device_code");
    poll.put("deviceCode", AwsClient.text(device, "deviceCode"));

    HttpResponse<String> pending = client.json("/token", poll);
    HttpResponse<String> page =
        client.send(
            HttpRequest.newBuilder(URI.create(aws.endpoint() + "/device"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "decision=approve&account=bob&user_code="
                            + AwsClient.text(device, "userCode"))));
    simulator.clock().advance(Duration.ofSeconds(10));
    HttpResponse<String> token = client.json("/token", poll);

    assertThat(AwsClient.text(device, "verificationUriComplete"))
        .startsWith(aws.endpoint() + "/device?user_code=");
    assertThat(pending.headers().firstValue("x-amzn-ErrorType"))
        .hasValue("AuthorizationPendingException");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(AwsClient.text(token.body(), "accessToken")).isNotEmpty();
    simulator.ledger().entries().of(Operation.LOGIN.at(AwsOperations.SSO_OIDC)).areExactly(2);
  }

  @Test
  void login_givesCredentialsForAQuarterOfAnHour() throws Exception {
    IssuedGrant grant = aws.newLogin("alice");

    HttpResponse<String> token = client.json("/v1/token", refresh(grant.refreshToken()));
    String[] keys = AwsClient.keys(token);
    int early = client.callerIdentity(keys, now()).statusCode();
    simulator.clock().advance(Duration.ofMinutes(15));
    int late = client.callerIdentity(keys, now()).statusCode();

    assertThat(AwsClient.text(token.body(), "expiresIn")).isEqualTo("900");
    assertThat(AwsClient.text(token.body(), "refreshToken")).isNotEqualTo(grant.refreshToken());
    assertThat(List.of(early, late)).containsExactly(200, 403);
  }

  @Test
  void login_thatWasRevoked_isATokenThatHasExpired() throws Exception {
    IssuedGrant grant = aws.newLogin("alice");
    simulator.revokeFamily(grant.family());

    HttpResponse<String> answer = client.json("/v1/token", refresh(grant.refreshToken()));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("AccessDeniedException");
    assertThat(answer.body()).contains("\"error\":\"TOKEN_EXPIRED\"");
  }

  @Test
  void login_withACodeThatIsOver_saysSo() throws Exception {
    HttpResponse<String> answer =
        client.json(
            "/v1/token",
            Map.of(
                "clientId", "arn:aws:signin:::devtools/same-device",
                "grantType", "authorization_code",
                "code", "of-yesterday",
                "redirectUri", "http://127.0.0.1/oauth/callback",
                "codeVerifier", "0123456789012345678901234567890123456789012"));

    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("AccessDeniedException");
    assertThat(answer.body()).contains("\"error\":\"AUTHCODE_EXPIRED\"");
  }

  private static Map<String, Object> refresh(String token) {
    return Map.of(
        "clientId", "arn:aws:signin:::devtools/same-device",
        "grantType", "refresh_token",
        "refreshToken", token);
  }

  @Test
  void instance_givesTheSameCredentialsUntilTheyAreNearTheirEnd() throws Exception {
    int bare = instance("GET", "/latest/meta-data/iam/security-credentials/", "").statusCode();
    String token = instance("PUT", "/latest/api/token", "").body();

    String role = instance("GET", "/latest/meta-data/iam/security-credentials/", token).body();
    String path = "/latest/meta-data/iam/security-credentials/" + role;
    String first = AwsClient.text(instance("GET", path, token).body(), "AccessKeyId");
    String second = AwsClient.text(instance("GET", path, token).body(), "AccessKeyId");
    simulator.clock().advance(Duration.ofMinutes(56));
    String third = AwsClient.text(instance("GET", path, token).body(), "AccessKeyId");

    assertThat(bare).isEqualTo(401);
    assertThat(second).isEqualTo(first);
    assertThat(third).isNotEqualTo(first);
    simulator.ledger().entries().of(AwsOperations.IMDS_CREDENTIALS).areExactly(3);
  }

  private HttpResponse<String> instance(String method, String path, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(aws.instance() + path))
            .header("X-aws-ec2-metadata-token-ttl-seconds", "21600")
            .header("X-aws-ec2-metadata-token", token)
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void container_givesCredentials() throws Exception {
    HttpResponse<String> answer = client.send(HttpRequest.newBuilder(aws.containerCredentials()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(AwsClient.text(answer.body(), "RoleArn")).contains("role/pawl-instance-role");
    assertThat(Instant.parse(AwsClient.text(answer.body(), "Expiration"))).isAfter(now());
  }

  @Test
  void writeHome_makesWhatToolsRead(@TempDir Path home) throws Exception {
    aws.writeHome(home, session);

    Path cache = home.resolve(".aws/sso/cache/555f4a1d05378641d45c2f3becf74d349391df74.json");
    assertThat(home.resolve(".aws/config"))
        .content()
        .contains("endpoint_url = " + aws.endpoint())
        .contains("sso_session = pawl");
    try (var files = Files.list(home.resolve(".aws/sso/cache"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(StrictJson.object(Files.readString(cache)).get("refreshToken").asText())
        .isEqualTo(session.refreshToken());
  }

  @Test
  void writeHome_withALogin_makesAProfileWithCredentialsAndAKey(@TempDir Path home)
      throws Exception {
    aws.writeHome(home, session, aws.newLogin("alice"));

    Path cache;
    try (var files = Files.list(home.resolve(".aws/login/cache"))) {
      cache = files.findFirst().orElseThrow();
    }
    String file = Files.readString(cache);
    String[] keys = {
      AwsClient.text(file, "accessKeyId"),
      AwsClient.text(file, "secretAccessKey"),
      AwsClient.text(file, "sessionToken")
    };
    String key = AwsClient.text(file, "dpopKey");
    byte[] encoded =
        Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", "").strip());

    assertThat(home.resolve(".aws/config"))
        .content()
        .contains(
            "[profile login]",
            "login_session = arn:aws:sts::123456789012:assumed-role/login/developer");
    assertThat(client.callerIdentity(keys, now()).statusCode()).isEqualTo(200);
    assertThat(encoded).hasSize(121).startsWith(0x30, 0x77, 2, 1, 1, 4, 32);
  }

  @ParameterizedTest
  @CsvSource({"expire, ExpiredToken", "forget, InvalidClientTokenId"})
  void adminApi_endsCredentialsOfASession(String what, String code) throws Exception {
    String[] keys = roleKeys();

    HttpResponse<String> order =
        client.send(
            HttpRequest.newBuilder(URI.create(simulator.admin() + "/credentials"))
                .header("Authorization", "Bearer " + simulator.adminToken())
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        StrictJson.write(Map.of("family", session.family(), "what", what)))));

    assertThat(order.statusCode()).isEqualTo(200);
    assertThat(client.callerIdentity(keys, now()).body()).contains("<Code>" + code + "</Code>");
  }

  @Test
  void reset_forgetsSessionsAndCredentials() throws Exception {
    String[] keys = roleKeys();
    simulator.reset();

    int credentials = client.callerIdentity(keys, now()).statusCode();
    int token = client.createToken(session).statusCode();

    assertThat(List.of(credentials, token)).containsExactly(403, 401);
    assertThat(aws.newSession("bob").family()).isEqualTo("F1");
  }

  @Test
  void whereNothingLies_isEnteredIntoTheLedger() throws Exception {
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(aws.endpoint().resolve("/nothing")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(simulator.ledger().entries().list())
        .anyMatch(entry -> entry.operation().toString().equals("cloud.misdirected"));
  }
}
