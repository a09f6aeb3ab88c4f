package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.GOOD_BODY;
import static dev.pawl.oauth.Spends.REFRESH;
import static dev.pawl.oauth.Spends.answer;
import static dev.pawl.oauth.Spends.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.oauth.SpendOutcome.Dead;
import dev.pawl.oauth.SpendOutcome.Granted;
import dev.pawl.oauth.SpendOutcome.InDoubt;
import dev.pawl.oauth.SpendOutcome.Lifetime;
import dev.pawl.oauth.SpendOutcome.Misconfigured;
import dev.pawl.oauth.SpendOutcome.Misdirected;
import dev.pawl.oauth.SpendOutcome.NotProcessed;
import dev.pawl.oauth.SpendOutcome.Retryable;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ReplayPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table of outcomes, as a whole answer. */
class SpendOutcomeTest {
  private static final Lifetime ASSUMED = new Lifetime(3_600_000, true);

  @Test
  void spend_validAnswer_isGranted() {
    SpendOutcome outcome =
        outcomeOf(answer("200 OK\r\nDate: Fri, 20 Nov 2026 12:00:05 GMT", GOOD_BODY));

    long sentAt = Spends.NOW.toEpochMilli();
    assertThat(outcome)
        .isEqualTo(
            new Granted(
                "fake-access-1",
                new Lifetime(1_200_000, false),
                "fake-refresh-next",
                "a b",
                sentAt,
                Map.of("account", "x", "scope", "a b"),
                5_000L));
    assertThat(((Granted) outcome).expiresAtMillis()).isEqualTo(sentAt + 1_200_000);
    assertThat(outcome.toString()).doesNotContain("fake-access", "fake-refresh", "account");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"refresh_token\":null", ",\"refresh_token\":\"\""})
  void spend_withoutNewRefreshToken_keepsTheOld(String field) {
    SpendOutcome outcome =
        outcomeOf(answer("200 OK", "{\"access_token\":\"fake-a\"" + field + "}"));

    assertThat(outcome).isInstanceOf(Granted.class);
    assertThat(((Granted) outcome).refresh()).isNull();
    assertThat(((Granted) outcome).serverDateSkewMillis()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1200|1200000",
        "\"1200\"|1200000",
        "0.5|500",
        "\" 3599.5 \"|3599500",
        "1.2e3|1200000",
        "315360000|315360000000"
      })
  void spend_expiresInForms_areRead(String expiresIn, long millis) {
    assertThat(lifetimeFor(",\"expires_in\":" + expiresIn)).isEqualTo(new Lifetime(millis, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "true", "\"\"", "\"soon\"", "\"NaN\"", "\"Infinity\"", "[]", "{}", "NaN"})
  void spend_expiresInOdd_isGrantedWithTheDefault(String expiresIn) {
    assertThat(lifetimeFor(",\"expires_in\":" + expiresIn)).isEqualTo(ASSUMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"expires_in\":1e999999999",
        "\"expires_in\":\"1e999999999\"",
        "\"expires_in\":9223372036854775808",
        "\"expires_in\":99999999999999999999999999999999",
        "\"expires_at\":1e999999999",
        "\"expires_at\":253402300799",
        "\"expires_at\":9223372036854775807",
        "\"expires_at\":\"9999-12-31T23:59:59Z\""
      })
  void spend_hugeLifetime_isKeptUpToACentury(String field) {
    long century = Duration.ofDays(36_525).toMillis();

    assertThat(lifetimeFor("," + field)).isEqualTo(new Lifetime(century, false));
  }

  @Test
  void spend_expiresInHugelyNegative_hasEnded() {
    assertThat(lifetimeFor(",\"expires_in\":-1e999999999"))
        .isEqualTo(lifetimeFor(",\"expires_in\":0"));
  }

  @Test
  void spend_expiresInAbsent_isGrantedWithTheDefault() {
    assertThat(lifetimeFor("")).isEqualTo(ASSUMED);
  }

  private static Lifetime lifetimeFor(String field) {
    String body = "{\"access_token\":\"fake-a\",\"refresh_token\":\"fake-r\"" + field + "}";
    Granted granted = (Granted) outcomeOf(answer("200 OK", body));
    assertThat(granted.refresh()).isEqualTo("fake-r");
    return granted.lifetime();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "<html>Please log in</html>",
        "{\"access_token\":null}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}",
        "{\"access_token\":{\"accessKeyId\":\"x\"}}",
        "{\"access_token\":\"a b\"}",
        "{\"access_token\":\"a\\nb\"}",
        "{\"access_token\":\"a\\u0000\"}",
        "{\"access_token\":\"\\u00e4\"}",
        "{\"access_token\":\"a\",\"refresh_token\":\"x\\ty\"}",
        "{\"access_token\":\"a\",\"refresh_token\":5}",
        "{\"access_token\":\"a\",\"refresh_token\":\"b\",\"error\":\"server_error\"}",
        "{\"error\":\"server_error\"}"
      })
  void spend_okWithoutValidToken_isInDoubt(String body) {
    assertThat(outcomeOf(answer("200 OK", body))).isInstanceOf(InDoubt.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"code\":0,\"message\":\"\",\"details\":[]}",
        "{\"code\":\"0\",\"details\":[{\"reason\":\"\",\"more\":{}}]}",
        "[{\"details\":[[]]}]"
      })
  void spend_errorThatSaysNothingBesideTokens_isGranted(String error) {
    String body = "{\"access_token\":\"a\",\"refresh_token\":\"b\",\"error\":" + error + "}";

    assertThat(outcomeOf(answer("200 OK", body))).isInstanceOf(Granted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":0,\"details\":[{\"reason\":\"server_error\"}]}",
        "{\"cause\":{\"code\":7}}"
      })
  void spend_errorThatSaysSomethingDeepInside_isNotGranted(String error) {
    String body = "{\"access_token\":\"a\",\"refresh_token\":\"b\",\"error\":" + error + "}";

    assertThat(outcomeOf(answer("200 OK", body))).isNotInstanceOf(Granted.class);
  }

  @Test
  void spend_accessTokenLongerThanASlot_isGranted() {
    String token = "x".repeat(100_000);

    SpendOutcome outcome = outcomeOf(answer("200 OK", "{\"access_token\":\"" + token + "\"}"));

    assertThat(((Granted) outcome).access()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "Bearer", " BEARER ", ""})
  void spend_bearerInAnyCase_isGranted(String type) {
    String body = "{\"access_token\":\"fake-a\",\"token_type\":\"" + type + "\"}";

    assertThat(outcomeOf(answer("200 OK", body))).isInstanceOf(Granted.class);
  }

  @Test
  void spend_nameNotInUtf8_isGranted() {
    String body = "{\"access_token\":\"fake-a\",\"name\":\"J\u00fcrgen\"}";

    assertThat(outcomeOf(answer("200 OK", body))).isInstanceOf(Granted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400 Bad Request", "401 Unauthorized", "403 Forbidden"})
  void spend_invalidGrant_isDead(String status) {
    String body = "{\"error\":\"invalid_grant\",\"error_description\":\"already used\"}";

    assertThat(outcomeOf(answer(status, body)))
        .isEqualTo(new Dead("invalid_grant", "already used"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_client",
        "invalid_scope",
        "unauthorized_client",
        "unsupported_grant_type"
      })
  void spend_clientRefused_isMisconfigured(String error) {
    String challenge = "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"";

    assertThat(outcomeOf(answer(challenge, "{\"error\":\"" + error + "\"}")))
        .isEqualTo(new Misconfigured(error, "", error.equals("invalid_client")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 x|temporarily_unavailable|",
        "401 x|slow_down|",
        "200 x|temporarily_unavailable|",
        "400 x|invalid_request|",
        "400 x~Retry-After: 7|invalid_request|7000",
      })
  void spend_errorThatMayPass_isRetryable(String status, String error, Long retryAfter) {
    assertThat(outcomeOf(answer(lines(status), "{\"error\":\"" + error + "\"}")))
        .isEqualTo(new Retryable(error, retryAfter));
  }

  @Test
  void spend_invalidRequestThatAsksToRetry_isRetryableOnlyWhereTheSettingsNameIt() {
    String body =
        "{\"error\":\"invalid_request\",\"error_description\":\"Please retry the request.\"}";
    Presentation named = Spends.presented(URI.create("https://issuer.example/token"));
    Presentation unnamed = new Presentation(named.client(), REFRESH, ErrorCodes.NONE);

    SpendOutcome retried = Spends.read(named, answer("400 x", body), true);
    SpendOutcome refused = Spends.read(unnamed, answer("400 x", body), true);

    assertThat(retried).isEqualTo(new Retryable("invalid_request", null));
    assertThat(refused)
        .isEqualTo(new Misconfigured("invalid_request", "Please retry the request."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "30|30000",
        "0|1000",
        "1|1000",
        "901|900000",
        "99999999999999999999|900000",
        "Fri, 20 Nov 2026 12:01:00 GMT|60000",
        "Fri, 20 Nov 2026 11:00:00 GMT|1000",
        "Sat, 20 Nov 2027 11:00:00 GMT|900000",
        "Fri, 20 Nuv 2026 12:01:00 GMT|null",
        "Fri, 31 Feb 2026 12:01:00 GMT|null",
        "-5|null",
        "1.5|null",
        "soon|null"
      })
  void spend_tooManyRequests_honoursRetryAfter(String retryAfter, Long millis) {
    assertThat(outcomeOf(answer("429 x\r\nRetry-After: " + retryAfter, "")))
        .isEqualTo(new NotProcessed(millis, "status 429"));
  }

  @Test
  void spend_retryAfterDate_countsFromTheServersClock() {
    String head =
        "503 x\r\nDate: Fri, 20 Nov 2026 14:00:00 GMT\r\nRetry-After: Fri, 20 Nov 2026 14:00:20 GMT";

    assertThat(outcomeOf(answer(head, "{\"error\":\"server_error\"}")))
        .isEqualTo(new NotProcessed(20_000L, "status 503"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':'invalid_grant','error_description':'d'}|invalid_grant",
        "{'error':{'code':'refresh_token_reused','message':'d'}}|refresh_token_reused",
        "{'error':'unauthorized_client','msg':'d: Refresh Token not allowed'}|unauthorized_client",
        "{'error':'named_final','error_description':'d'}|named_final",
      })
  void spend_tooManyRequestsOfATokenThatIsFinallyRefused_isDead(String body, String error) {
    Dead dead = (Dead) outcomeOf(answer("429 x\r\nRetry-After: 7", body.replace('\'', '"')));

    assertThat(dead.error()).isEqualTo(error);
    assertThat(dead.description()).startsWith("d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"too_many_requests", "never_heard_of", "invalid_client", "server_error"})
  void spend_tooManyRequestsThatSaysNothingOfTheToken_isNotProcessed(String error) {
    String body = "{\"error\":\"" + error + "\"}";

    assertThat(outcomeOf(answer("429 x", body))).isEqualTo(new NotProcessed(null, "status 429"));
  }

  @Test
  void spend_refusalCutShortWith429_isInDoubt() {
    String cut = "HTTP/1.1 429 x\r\nContent-Length: 99\r\n\r\n{\"error\":\"invalid_grant\",";

    assertThat(outcomeOf(cut)).isInstanceOf(InDoubt.class);
  }

  @Test
  void spend_vendorEnvelopeWith429_isNotProcessed() {
    String body = "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Rate limited.\"}}";

    assertThat(outcomeOf(answer("429 x", body))).isEqualTo(new NotProcessed(null, "status 429"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>blocked</html>", "{\"error\":null}", "{\"error\":\"\"}"})
  void spend_forbiddenWithoutOAuthError_isNotProcessed(String body) {
    assertThat(outcomeOf(answer("403 Forbidden", body))).isInstanceOf(NotProcessed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 x|<html></html>",
        "401 x~WWW-Authenticate: Basic realm=x|no",
        "408 x~Connection: keep-alive|no",
        "500 x|<html></html>",
        "500 x|{\"error\":\"invalid_grant\"}",
        "500 x|{\"error\":\"invalid_client\"}",
        "500 x|{\"error\":\"server_error\"}",
        "503 x|{\"error\":\"temporarily_unavailable\"}",
        "400 x|{\"error\":\"server_error\"}",
        "502 x|no",
        "503 x|no",
        "503 x~Retry-After: soon|no",
        "504 x|no",
        "304 x|no"
      })
  void spend_anythingElse_isInDoubtAfterOneRequest(String head, String body) {
    try (RawServer server = RawServer.answering(answer(lines(head), body))) {
      SpendOutcome outcome = Spends.spend(server.uri("/token"), Spends.TIME);

      assertThat(outcome).isInstanceOf(InDoubt.class);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 x|{'error':'bad_refresh_token','error_description':'d'}|bad_refresh_token",
        "200 x|error=bad_refresh_token&error_description=d|bad_refresh_token",
        "200 x|{'ok':false,'error':'invalid_refresh_token','message':'d'}|invalid_refresh_token",
        "200 x|{'data':null,'error':{'code':'token_expired','message':'d'}}|token_expired",
        "400 x|{'error':'interaction_required','error_description':'d'}|interaction_required",
        "400 x|{'error':'login_required','error_description':'d'}|login_required",
        "400 x|{'error':'unauthorized_client','msg':'d: Refresh Token not allowed'}|unauthorized_client",
        "400 x|{'code':400,'error_code':'refresh_token_not_found','msg':'d'}|refresh_token_not_found",
        "401 x|{'error':{'code':'refresh_token_reused','message':'d'}}|refresh_token_reused",
        "401 x|{'error':'invalid_token','error_description':'d'}|invalid_token",
        "401 x~WWW-Authenticate: Bearer error=\"invalid_token\"|{'message':'d'}|invalid_token",
        "401 x|{'message':'d'}|unauthorized",
        "400 x|{'errors':[{'errorType':'invalid_grant','message':'d'}],'success':false}|invalid_grant",
        "401 x|{'errors':['invalid_grant'],'detail':'d'}|invalid_grant",
        "400 x|{'status':'BAD_REFRESH_TOKEN','message':'d'}|BAD_REFRESH_TOKEN",
        "403 x|{'error':'access_denied','error_description':'d'}|access_denied",
        "404 x|{'error':'invalid_grant','error_description':'d'}|invalid_grant",
        "418 x|{'error':'never_heard_of','error_description':'d'}|never_heard_of",
        "500 x|{'error':'named_final','error_description':'d'}|named_final",
        "403 x|{'error':'NAMED_FINAL','error_description':'d'}|NAMED_FINAL",
      })
  void spend_refusedForGoodInAnyShape_isDead(String status, String body, String error) {
    Dead dead = (Dead) outcomeOf(answer(lines(status), body.replace('\'', '"')));

    assertThat(dead.error()).isEqualTo(error);
    assertThat(dead.description()).startsWith("d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_grant", "bad_refresh_token", "invalid_refresh_token", "refresh_token_reused",
        "refresh_token_not_found", "invalid_token", "interaction_required", "login_required",
        "consent_required", "token_expired", "access_denied"
      })
  void spend_codeThatIsKnownToBeFinal_isDeadInEveryShapeAndUnderEveryStatusButA5xx(String code) {
    for (String status : List.of("200 x", "400 x", "401 x", "403 x", "404 x")) {
      for (String shape :
          List.of(
              "{'error':'%s'}",
              "{'error':{'code':'%s','message':'m'}}",
              "{'error_code':'%s','code':400}",
              "{'ok':false,'error':'%s'}",
              "error=%s&error_description=d")) {
        String body = shape.replace("%s", code).replace('\'', '"');

        SpendOutcome outcome = outcomeOf(answer(status, body));

        assertThat(outcome).as(status + " " + body).isInstanceOf(Dead.class);
        assertThat(((Dead) outcome).error()).isEqualTo(code);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 x|{'error':'invalid_redirect_uri'}|invalid_redirect_uri",
        "400 x|{'error':{'type':'invalid_request_error','message':'m'}}|invalid_request_error",
        "200 x|{'ok':false}|ok:false",
        "200 x|{'success':false,'message':'m'}|success:false",
        "400 x|{'error_type':'OAuthException','code':400,'error_message':'m'}|bad_request",
        "401 x|{'error':'bad_client_secret'}|bad_client_secret",
        "403 x|{'error':'invalid_scope'}|invalid_scope",
        "200 x|{'access_token':'a','token_type':'DPoP'}|token_type",
      })
  void spend_setUpRefusedInAnyShape_isMisconfigured(String status, String body, String error) {
    SpendOutcome outcome = outcomeOf(answer(status, body.replace('\'', '"')));

    assertThat(((Misconfigured) outcome).error()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "301 x~Location: https://new.example/token?x=1|to https://new.example/token (status 301)",
        "302 x~Location: /token|to /token (status 302)",
        "303 x|moved (status 303)",
        "307 x~Location: /token|--token-endpoint",
        "308 x~Location: /token|--token-endpoint",
        "404 x|there is no token endpoint at http://127.0.0.1",
        "405 x|--token-endpoint",
        "410 x|--token-endpoint",
        "407 x~Proxy-Authenticate: Basic realm=x|network.proxy",
      })
  void spend_noTokenEndpointThere_isMisdirectedWithTheRemedy(String head, String told) {
    Misdirected misdirected = (Misdirected) outcomeOf(answer(lines(head), "<html>no</html>"));

    assertThat(misdirected.why() + "; " + misdirected.remedy()).contains(told);
    assertThat(misdirected.sent()).isTrue();
  }

  @Test
  void spend_serviceUnavailableWithRetryAfter_isBelievedUnlessReplaysAreForbidden() {
    String busy = answer("503 x\r\nRetry-After: 7", "");

    SpendOutcome believed = outcomeOf(busy);
    SpendOutcome doubted = Spends.read(busy, ReplayPolicy.NEVER);

    assertThat(believed).isEqualTo(new NotProcessed(7_000L, "status 503"));
    assertThat(doubted).isEqualTo(new InDoubt("status 503 without an OAuth error", 7_000L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|2500",
        "-1|2500",
        "0.0001|2500",
        "-1e30|2500",
        "1000000000|1000000000000",
        "2147483647|352307647000",
        "1e400|3155760000000",
        "99999999999999999999999|3155760000000",
        "1795177800|1800000",
        "1795177800000|1800000",
        "1795175000|2500",
      })
  void spend_expiresInThatIsNoDuration_isUnderstood(String expiresIn, long millis) {
    assertThat(lifetimeFor(",\"expires_in\":" + expiresIn).millis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2026-11-20T12:30:00Z'",
        "'2026-11-20T13:30:00.000+01:00'",
        "'2026-11-20T12:30:00'",
        "'2026-11-20 12:30:00'",
        "1795177800",
        "'1795177800'",
        "1795177800000"
      })
  void spend_expiresAt_isHonoured(String expiresAt) {
    String field = ",\"expires_at\":" + expiresAt.replace('\'', '"');

    assertThat(lifetimeFor(field)).isEqualTo(new Lifetime(1_800_000, false));
  }

  /** In the tables above a tilde stands for the end of a line. */
  private static String lines(String head) {
    return head.replace("~", "\r\n");
  }

  @Test
  void spend_serverEchoesTheToken_masksItAndEscapes() {
    String description =
        "bad " + REFRESH + " or " + REFRESH.substring(5, 25) + "\\u001b[31m\\n\\u202e";
    String body =
        "{\"error\":\"invalid_grant\",\"error_description\":\""
            + description
            + "x".repeat(900)
            + "\"}";

    String shown = ((Dead) outcomeOf(answer("400 x", body))).description();

    assertThat(shown)
        .startsWith("bad *** or ***\\u{1b}[31m\\u{a}\\u{202e}xxx")
        .hasSizeLessThan(260)
        .doesNotContain("0123456789");
  }

  @Test
  void spend_serverEchoesTheTokenAsError_masksIt() {
    SpendOutcome outcome = outcomeOf(answer("400 x", "{\"error\":\"" + REFRESH + "\"}"));

    assertThat(outcome).isEqualTo(new Dead("***", "", false));
  }
}
