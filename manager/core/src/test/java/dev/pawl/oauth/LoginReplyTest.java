package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.network.Transport;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.settings.ErrorCodes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers answer to a login on a device, as they do it. */
class LoginReplyTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  private static final ErrorCodes KNOWN =
      new ErrorCodes(Set.of("busy_here"), Set.of(), Set.of("no_such_setup", "invalid_code"));

  private static LoginAnswer polled(String status, String body) {
    try (RawServer server = RawServer.answering(answer(status, body))) {
      return new LoginEndpoint(Transport.DIRECT, Spends.CLOCK, KNOWN)
          .redeem(
              Spends.client(server.uri("/token")),
              ClientCredential.NONE,
              LoginGrant.device("code-123456"),
              TIME);
    }
  }

  private static LoginAnswer begun(String body) {
    try (RawServer server = RawServer.answering(answer("200 OK", body))) {
      return new LoginEndpoint(Transport.DIRECT, Spends.CLOCK)
          .beginOnDevice(
              server.uri("/device"),
              Spends.client(server.uri("/token")),
              Map.of(),
              ClientCredential.NONE,
              TIME);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, authorization_pending",
    "428, authorization_pending",
    "400, authorization_pending",
    "403, slow_down",
    "429, slow_down",
    "200, slow_down",
    "200, access_denied",
    "200, expired_token",
    "410, expired_token",
    "400, authorization_declined",
    "200, device_flow_disabled",
    "400, invalid_grant"
  })
  void redeem_errorWhateverTheStatus_isRefused(int status, String error) {
    LoginAnswer answer =
        polled(status + " x", "{\"error\":\"" + error + "\",\"error_description\":\"d\"}");

    assertThat(answer).isEqualTo(new LoginAnswer.Refused(error, "d", LoginAnswer.Cause.LOGIN));
  }

  @ParameterizedTest
  @CsvSource({"500, server_error", "503, temporarily_unavailable", "200, internal_error"})
  void redeem_serverFailed_isUnclear(int status, String error) {
    assertThat(polled(status + " x", "{\"error\":\"" + error + "\"}"))
        .isInstanceOf(LoginAnswer.Unclear.class);
  }

  @ParameterizedTest
  @CsvSource({
    "429, too_many_requests",
    "200, ratelimited",
    "400, temporarily_unavailable",
    "400, busy_here"
  })
  void redeem_errorThatMayPass_isOwedToTheLoad(int status, String error) {
    LoginAnswer answer = polled(status + " x", "{\"error\":\"" + error + "\"}");

    assertThat(answer).isEqualTo(new LoginAnswer.Refused(error, "", LoginAnswer.Cause.LOAD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {'status':'BAD_CLIENT_SECRET','message':'m'} | CLIENT",
        "401 | {'error':'unauthorized_client'} | CLIENT",
        "200 | {'ok':false,'error':'bad_client_secret'} | CLIENT",
        "200 | {'ok':false,'error':'invalid_code'} | LOGIN",
        "200 | {'ok':false,'error':'code_already_used'} | LOGIN",
        "200 | {'error':'bad_verification_code'} | LOGIN",
        "400 | {'status':'BAD_AUTH_CODE','message':'m'} | LOGIN",
        "400 | {'error':{'type':'invalid_request','message':'m'}} | LOGIN",
        "400 | {'error':'invalid_grant','error_subtype':'no_such_setup'} | REQUEST",
        "200 | {'ok':false,'error':'bad_redirect_uri'} | REQUEST",
        "400 | {'error':'invalid_target'} | REQUEST",
        "403 | {'error':'access_denied','suberror':'no_such_setup'} | REQUEST",
        "403 | {'error':'access_denied'} | LOGIN",
        "400 | {'error':'invalid_dpop_proof'} | PROOF"
      })
  void redeem_refusalInTheShapesOfVendors_isOwedToWhatTheyName(
      int status, String body, LoginAnswer.Cause cause) {
    LoginAnswer answer = polled(status + " x", body.replace('\'', '"'));

    assertThat(answer)
        .isInstanceOfSatisfying(
            LoginAnswer.Refused.class,
            refused -> assertThat(refused.cause()).as("%s", refused).isEqualTo(cause));
  }

  @ParameterizedTest
  @CsvSource({
    "verification_uri, verification_uri_complete",
    "verification_url, verification_url_complete",
    "verification_url, verification_uri_complete"
  })
  void beginOnDevice_pageUnderEitherName_isFound(String page, String whole) {
    LoginAnswer answer =
        begun(
            "{\"device_code\":\"dc-12345678\",\"user_code\":\"ABCD\",\"expires_in\":\"900\",\""
                + page
                + "\":\"https://a.example/d\",\""
                + whole
                + "\":\"https://a.example/d?c=ABCD\"}");

    assertThat(answer)
        .isEqualTo(
            new LoginAnswer.Device(
                "dc-12345678",
                "ABCD",
                URI.create("https://a.example/d"),
                URI.create("https://a.example/d?c=ABCD"),
                Duration.ofSeconds(900),
                Duration.ofSeconds(5)));
  }

  @Test
  void beginOnDevice_noPage_isUnclear() {
    assertThat(begun("{\"device_code\":\"dc-12345678\",\"user_code\":\"ABCD\"}"))
        .isInstanceOf(LoginAnswer.Unclear.class);
  }
}
