package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the client of a wrong authorization request is told, whatever the person would do. */
class AuthorizationErrorsTest {
  private final Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);

  @ParameterizedTest
  @CsvSource({
    "response_type, '', invalid_request",
    "response_type, dream, unsupported_response_type",
    "response_mode, pigeon, invalid_request",
    "prompt, dance, invalid_request",
    "prompt, none login, invalid_request",
    "code_challenge, short, invalid_request",
    "scope, messages wishes, invalid_scope",
    "request, e30.e30., request_not_supported",
    "request_uri, https://client.example/r, request_uri_not_supported"
  })
  void authorize_wrongRequest_sendsTheClientTheErrorOfTheStandard(
      String name, String value, String error) {
    Reply reply = authorize(Stage.plus(Stage.AUTHORIZATION, name, value));

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.headers().get("Location")).contains("error=" + error + "&", "state=s", "iss=");
    assertThat(stage.world.ledger().entries().of(Operation.AUTHORIZE).list())
        .singleElement()
        .extracting(LedgerEntry::family)
        .isEqualTo("");
  }

  @ParameterizedTest
  @EnumSource
  void authorize_wrongRequest_asksNobody(Consent.Manner manner) {
    stage.server.consent().browser(manner);

    Reply reply = authorize(Stage.plus(Stage.AUTHORIZATION, "code_challenge", "short"));

    assertThat(reply.headers().get("Location")).contains("error=invalid_request");
  }

  @ParameterizedTest
  @CsvSource({"APPROVE, code=", "DENY, error=access_denied", "ASK, error=login_required"})
  void authorize_promptNone_asksNobody(Consent.Manner manner, String answer) {
    stage.server.consent().browser(manner);

    Reply reply = authorize(Stage.plus(Stage.AUTHORIZATION, "prompt", "none"));

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.headers().get("Location")).contains(answer, "state=s");
  }

  @ParameterizedTest
  @CsvSource({"messages, 302", "openid, 400"})
  void authorize_oneRedirectIsRegisteredAndNoneIsNamed_isForOAuthAlone(String scope, int status) {
    Set<URI> one = Set.of(URI.create("http://127.0.0.1:5000/callback"));
    stage
        .server
        .clients()
        .put(RegisteredClient.publicClient(SimulatedServer.CLIENT_ID).redirectUris(one));
    Map<String, String> unnamed = new HashMap<>(Stage.plus(Stage.AUTHORIZATION, "scope", scope));
    unnamed.remove("redirect_uri");

    Reply reply = authorize(unnamed);

    assertThat(reply.status()).isEqualTo(status);
  }

  @Test
  void authorize_personIsAsked_isAnEntryOfItsOwn() {
    stage.server.consent().browser(Consent.Manner.ASK);

    Reply page = authorize(Stage.AUTHORIZATION);

    assertThat(page.status()).isEqualTo(200);
    assertThat(stage.world.ledger().entries().of(Operation.AUTHORIZE).list())
        .singleElement()
        .matches(entry -> entry.outcome() == Outcome.PENDING && entry.status() == 200);
  }

  @Test
  void poll_withoutADeviceCode_isInvalidRequest() {
    Reply reply =
        stage
            .post(
                stage.server.tokenEndpoint(),
                Map.of(
                    "client_id",
                    SimulatedServer.CLIENT_ID,
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:device_code"))
            .reply();

    assertThat(Stage.member(reply, "error")).isEqualTo("invalid_request");
  }

  private Reply authorize(Map<String, String> parameters) {
    return stage.get(stage.server.authorizationEndpoint(), new HashMap<>(parameters)).reply();
  }
}
