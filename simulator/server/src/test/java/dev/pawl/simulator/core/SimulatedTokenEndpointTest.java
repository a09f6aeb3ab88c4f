package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedTokenEndpointTest {
  private static final String REDIRECT = "http://127.0.0.1:5000/callback";
  private static final String VERIFIER = "v".repeat(43);

  private final Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
  private final Map<String, String> request =
      Map.of(
          "grant_type",
          "refresh_token",
          "refresh_token",
          stage.server.newFamily("alice").refreshToken(),
          "client_id",
          SimulatedServer.CLIENT_ID);

  @Test
  void spend_tokenIdleForTooLong_isRefusedAndItsAccessTokenLives() {
    Stage idle =
        new Stage(
            ServerTerms.standard()
                .accessTtl(Duration.ofHours(9))
                .refreshEnds(RefreshEnds.NEVER.idle(Duration.ofHours(2))));
    IssuedGrant login = idle.server.newFamily("alice");
    idle.pass(Duration.ofHours(2).minusNanos(1));
    Reply inTime = idle.spend(login.refreshToken());
    idle.pass(Duration.ofHours(2));

    Reply late = idle.spend(Stage.member(inTime, "refresh_token"));

    assertThat(inTime.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(400);
    assertThat(late.members()).containsEntry("error", "invalid_grant");
    assertThat(idle.call(login.accessToken()).status()).isEqualTo(200);
    idle.world.ledger().spends("F1").with(Outcome.EXPIRED).areExactly(1);
    idle.world.ledger().revocations().areNone();
  }

  @Test
  void spend_familyBeyondItsAbsoluteEnd_isRefusedHoweverFreshTheToken() {
    Stage absolute =
        new Stage(
            ServerTerms.standard().refreshEnds(RefreshEnds.NEVER.absolute(Duration.ofHours(24))));
    String present = absolute.server.newFamily("alice").refreshToken();
    absolute.pass(Duration.ofHours(23));
    String fresh = Stage.member(absolute.spend(present), "refresh_token");
    absolute.pass(Duration.ofHours(1));

    Reply late = absolute.spend(fresh);

    assertThat(late.members()).containsEntry("error", "invalid_grant");
    assertThat(absolute.server.newFamily("alice").refreshToken())
        .satisfies(other -> assertThat(absolute.spend(other).status()).isEqualTo(200));
  }

  @Test
  void refresh_ofAnotherClient_isInvalidClientAndSpendsNothing() {
    Reply reply = token(Stage.plus(request, "client_id", "somebody-else"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.members()).containsEntry("error", "invalid_client");
    assertThat(reply.headers()).containsKey("WWW-Authenticate");
    assertThat(token(request).status()).isEqualTo(200);
  }

  @Test
  void refresh_withMoreScope_isInvalidScopeAndSpendsNothing() {
    Reply reply = token(Stage.plus(request, "scope", "messages admin"));

    assertThat(reply.members()).containsEntry("error", "invalid_scope");
    assertThat(token(Stage.plus(request, "scope", "messages")).members())
        .containsEntry("scope", "messages");
  }

  @Test
  void refresh_withUnknownTokenOrGrant_isRefused() {
    Reply unknownToken = token(Stage.plus(request, "refresh_token", "sim-rt-unknown"));
    Reply unknownGrant = token(Stage.plus(request, "grant_type", "password"));
    Reply noGrant = token(Map.of());

    assertThat(unknownToken.members()).containsEntry("error", "invalid_grant");
    assertThat(unknownGrant.members()).containsEntry("error", "unsupported_grant_type");
    assertThat(noGrant.members()).containsEntry("error", "invalid_request");
  }

  @Test
  void refresh_granted_isNeverToBeStored() {
    Reply reply = token(request);

    assertThat(reply.headers()).containsEntry("Cache-Control", "no-store");
    assertThat(reply.members())
        .containsEntry("token_type", "Bearer")
        .containsEntry("expires_in", 3600L);
  }

  @Test
  void refresh_processingTimeIsChanged_takesThatLongFromThenOn() {
    stage.server.terms(stage.server.terms().processingTime(Duration.ofMillis(70)));

    DeliveredReply answer = stage.post(stage.server.tokenEndpoint(), request);

    assertThat(answer.delivery().delay()).isEqualTo(Duration.ofMillis(70));
    assertThatThrownBy(() -> stage.server.terms().processingTime(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refresh_policyIsChanged_isJudgedByTheNewOne() {
    Reply first = token(request);
    stage.server.terms(stage.server.terms().policy(RotationPolicy.GRACE_SAME));

    Reply again = token(request);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.members().get("refresh_token"))
        .isEqualTo(first.members().get("refresh_token"));
  }

  @Test
  void refresh_lifetimeIsChanged_newTokensHaveItOldOnesKeepTheirs() {
    Reply before = token(request);
    stage.server.terms(stage.server.terms().accessTtl(Duration.ofMinutes(1)));
    Reply after =
        token(Stage.plus(request, "refresh_token", Stage.member(before, "refresh_token")));

    stage.world.clock().advance(Duration.ofMinutes(2));

    assertThat(after.members()).containsEntry("expires_in", 60L);
    assertThat(stage.call(Stage.member(before, "access_token")).status()).isEqualTo(200);
    assertThat(stage.call(Stage.member(after, "access_token")).status()).isEqualTo(401);
  }

  @Test
  void login_withCodeAndVerifier_issuesFirstTokens() {
    String code = code();

    Reply reply = token(exchange(code));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(stage.server.isCurrentRefreshToken(Stage.member(reply, "refresh_token"))).isTrue();
    stage.world.ledger().entries().of(Operation.LOGIN).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void login_withCodeTwice_revokesWhatWasIssued() {
    String code = code();
    Reply first = token(exchange(code));

    Reply second = token(exchange(code));

    assertThat(second.members()).containsEntry("error", "invalid_grant");
    assertThat(stage.call(Stage.member(first, "access_token")).status()).isEqualTo(403);
    stage.world.ledger().revocations().with(Outcome.CODE_REPLAYED).areExactly(1);
  }

  @Test
  void login_withoutProof_isRefused() {
    String code = code();

    Reply wrongVerifier = token(Stage.plus(exchange(code), "code_verifier", "w".repeat(43)));
    Reply wrongRedirect = token(Stage.plus(exchange(code), "redirect_uri", REDIRECT + "/x"));
    stage.pass(Duration.ofMinutes(2));
    Reply tooLate = token(exchange(code));

    assertThat(wrongVerifier.members()).containsEntry("error", "invalid_grant");
    assertThat(wrongRedirect.members()).containsEntry("error", "invalid_grant");
    assertThat(tooLate.members()).containsEntry("error", "invalid_grant");
  }

  @Test
  void authorize_withStrangeRedirect_answersAPageAndNeverRedirects() {
    DeliveredReply strange =
        authorize(Stage.plus(authorization(), "redirect_uri", "https://evil.example/"));

    assertThat(strange.reply().status()).isEqualTo(400);
    assertThat(strange.reply().headers()).doesNotContainKey("Location");
  }

  @Test
  void authorize_withoutPkceOrWithMoreScope_redirectsWithError() {
    Reply plain = authorize(Stage.plus(authorization(), "code_challenge_method", "plain")).reply();
    Reply greedy = authorize(Stage.plus(authorization(), "scope", "admin")).reply();

    assertThat(plain.headers().get("Location")).contains("error=invalid_request", "state=xyz");
    assertThat(greedy.headers().get("Location")).contains("error=invalid_scope");
  }

  @Test
  void authorize_granted_returnsStateAndIssuer() {
    Reply reply = authorize(authorization()).reply();

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.headers().get("Location"))
        .startsWith(REDIRECT + "?code=")
        .contains("state=xyz", "iss=http%3A%2F%2F127.0.0.1%3A1");
  }

  private Reply token(Map<String, String> parameters) {
    return stage.post(stage.server.tokenEndpoint(), parameters).reply();
  }

  private DeliveredReply authorize(Map<String, String> parameters) {
    return stage.get(stage.server.authorizationEndpoint(), parameters);
  }

  private String code() {
    String location = authorize(authorization()).reply().headers().getOrDefault("Location", "");
    return location.replaceFirst(".*[?&]code=([^&]+).*", "$1");
  }

  private static Map<String, String> authorization() {
    return Map.of(
        "response_type",
        "code",
        "client_id",
        SimulatedServer.CLIENT_ID,
        "redirect_uri",
        REDIRECT,
        "state",
        "xyz",
        "code_challenge",
        Secrets.challenge(VERIFIER),
        "code_challenge_method",
        "S256");
  }

  private static Map<String, String> exchange(String code) {
    return Map.of(
        "grant_type", "authorization_code",
        "code", code,
        "redirect_uri", REDIRECT,
        "client_id", SimulatedServer.CLIENT_ID,
        "code_verifier", VERIFIER);
  }
}
