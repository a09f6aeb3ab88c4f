package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices, consent, accounts and API keys. */
class LoginEndpointsTest {
  private final Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);

  @Test
  void poll_beforeAnybodyDecides_isPendingAndThenGrantedOnce() {
    Reply device = begin();

    assertThat(error(poll(device))).isEqualTo("authorization_pending");
    stage.pass(Duration.ofSeconds(5));
    assertThat(decide(device, "approve").status()).isEqualTo(200);
    Reply granted = poll(device);
    stage.pass(Duration.ofSeconds(5));

    assertThat(granted.members()).containsKeys("access_token", "refresh_token", "account");
    assertThat(error(poll(device))).isEqualTo("invalid_grant");
    assertThat(stage.world.ledger().entries().of(Operation.LOGIN).with(Outcome.GRANTED).count())
        .isEqualTo(1);
  }

  @Test
  void poll_tooSoon_hasToBeFiveSecondsSlowerFromThenOn() {
    Reply device = begin();

    assertThat(error(poll(device))).isEqualTo("authorization_pending");
    stage.pass(Duration.ofSeconds(4));
    assertThat(error(poll(device))).isEqualTo("slow_down");
    stage.pass(Duration.ofSeconds(9));
    assertThat(error(poll(device))).isEqualTo("slow_down");
    stage.pass(Duration.ofSeconds(15));
    assertThat(error(poll(device))).isEqualTo("authorization_pending");
  }

  @Test
  void poll_deniedOrTooLate_saysWhich() {
    Reply denied = begin();
    Reply late = begin();

    assertThat(decide(denied, "deny").status()).isEqualTo(200);
    assertThat(error(poll(denied))).isEqualTo("access_denied");
    stage.pass(Duration.ofMinutes(10));

    assertThat(decide(late, "approve").status()).isEqualTo(409);
    assertThat(error(poll(late))).isEqualTo("expired_token");
  }

  @Test
  void page_codeThatNobodyHas_isNotFound() {
    Reply reply =
        stage
            .post(
                stage.server.devicePage(), Map.of("user_code", "AAAA-AAAA", "decision", "approve"))
            .reply();

    assertThat(reply.status()).isEqualTo(404);
  }

  @Test
  void page_form_isAnEntryOfItsOwn() {
    Reply form = stage.get(stage.server.devicePage(), Map.of("user_code", "AAAA-AAAA")).reply();

    assertThat(form.status()).isEqualTo(200);
    assertThat(stage.world.ledger().entries().of(Operation.CONSENT).list())
        .singleElement()
        .matches(entry -> entry.outcome() == Outcome.PENDING && entry.status() == 200);
  }

  @Test
  void page_faultStrikesTheDecision_nobodyHasDecided() {
    Reply device = begin();
    stage.world.faults().add("consent#1: BEFORE_COMMIT 503");

    int away = decide(device, "approve").status();
    String pending = error(poll(device));
    int back = decide(device, "approve").status();

    assertThat(away).isEqualTo(503);
    assertThat(pending).isEqualTo("authorization_pending");
    assertThat(back).isEqualTo(200);
  }

  @Test
  void page_decidedTwice_isAnEntryEachTime() {
    Reply device = begin();

    int first = decide(device, "approve").status();
    int second = decide(device, "deny").status();

    assertThat(first).isEqualTo(200);
    assertThat(second).isEqualTo(409);
    assertThat(stage.world.ledger().entries().of(Operation.CONSENT).list())
        .extracting(entry -> entry.outcome())
        .containsExactly(Outcome.GRANTED, Outcome.INVALID_GRANT);
  }

  @Test
  void authorize_personIsAsked_showsAPageThatDecides() {
    stage.server.consent().browser(Consent.Manner.ASK);

    Reply page = authorize(Stage.AUTHORIZATION);
    Reply approved = authorize(Stage.plus(Stage.AUTHORIZATION, "decision", "approve"));
    Reply denied = authorize(Stage.plus(Stage.AUTHORIZATION, "decision", "deny"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(approved.headers().get("Location")).contains("code=", "iss=", "state=s");
    assertThat(denied.headers().get("Location")).contains("error=access_denied", "iss=", "state=s");
    assertThat(stage.world.ledger().entries().of(Operation.AUTHORIZE).with(Outcome.DENIED).count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "DEVELOPER,claude_code,200",
    "DEVELOPER,admin,200",
    "CLAUDE_CODE,claude_code,200",
    "CLAUDE_CODE,admin,403",
    "NONE,claude_code,403"
  })
  void key_ofAKind_dependsOnTheRole(Role role, String kind, int status) {
    stage.server.people().put(AccountHolder.named("alice").with(role));
    IssuedGrant grant = stage.server.newFamily("alice");

    Reply reply = key(grant.accessToken(), kind);

    assertThat(reply.status()).isEqualTo(status);
    if (status == 200) {
      stage.server.revokeFamily(grant.family());
      assertThat(stage.call(Stage.member(reply, "raw_key")).status()).isEqualTo(200);
    } else {
      assertThat(String.valueOf(reply.members().get("error"))).contains("permission_error");
    }
  }

  @Test
  void key_tokenIsRevoked_isRefused() {
    IssuedGrant grant = stage.server.newFamily("alice");
    stage.server.revokeFamily(grant.family());

    assertThat(key(grant.accessToken(), "claude_code").status()).isEqualTo(401);
    assertThat(key("sim-at-unknown", "claude_code").status()).isEqualTo(401);
  }

  private Reply begin() {
    return stage
        .post(stage.server.deviceEndpoint(), Map.of("client_id", SimulatedServer.CLIENT_ID))
        .reply();
  }

  private Reply poll(Reply device) {
    Endpoint token = stage.server.tokenEndpoint();
    return stage
        .post(
            token,
            Map.of(
                "grant_type",
                RegisteredClient.DEVICE_CODE,
                "device_code",
                Stage.member(device, "device_code"),
                "client_id",
                SimulatedServer.CLIENT_ID))
        .reply();
  }

  @Test
  void poll_withTheUserCode_isRefused() {
    Reply device = begin();
    decide(device, "approve");

    Reply polled =
        stage
            .post(
                stage.server.tokenEndpoint(),
                Map.of(
                    "grant_type",
                    RegisteredClient.DEVICE_CODE,
                    "device_code",
                    Stage.member(device, "user_code"),
                    "client_id",
                    SimulatedServer.CLIENT_ID))
            .reply();

    assertThat(Stage.member(polled, "error")).isEqualTo("invalid_grant");
  }

  @Test
  void devicePage_codeTypedInAnotherWay_isThatCode() {
    Reply device = begin();
    String typed = Stage.member(device, "user_code").toLowerCase(Locale.ROOT).replace("-", " ");

    Reply undecided = decide(typed, "");
    Reply approved = decide(typed, "approve");

    assertThat(undecided.status()).isEqualTo(400);
    assertThat(approved.status()).isEqualTo(200);
    assertThat(poll(device).status()).isEqualTo(200);
  }

  private Reply decide(Reply device, String decision) {
    return decide(Stage.member(device, "user_code"), decision);
  }

  private Reply decide(String userCode, String decision) {
    return stage
        .post(stage.server.devicePage(), Map.of("user_code", userCode, "decision", decision))
        .reply();
  }

  private Reply authorize(Map<String, String> parameters) {
    return stage.get(stage.server.authorizationEndpoint(), parameters).reply();
  }

  private Reply key(String access, String kind) {
    Request request =
        Stage.request("POST", "/api/keys")
            .withHeader("Authorization", "Bearer " + access)
            .withParameters(Origin.JSON, Map.of("kind", kind));
    return stage.server.keyEndpoint().handle(request).reply();
  }

  private static String error(Reply reply) {
    return Stage.member(reply, "error");
  }
}
