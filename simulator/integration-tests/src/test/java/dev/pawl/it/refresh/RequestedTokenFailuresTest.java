package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.it.kit.ScriptedScene;
import dev.pawl.it.kit.UserScene;
import dev.pawl.process.Eventually;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import dev.pawl.token.TokenRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with an access token besides is no affair of the login that it belongs to. */
final class RequestedTokenFailuresTest {
  private static final TokenRequest MAIL = TokenRequest.audience("https://mail.example");
  private static final TokenRequest FILES = TokenRequest.audience("https://files.example");

  @RegisterExtension final UserScene scene = UserScene.strict();

  private ScriptedScene scripted;

  @BeforeEach
  void start() {
    scripted = new ScriptedScene(scene.directory.resolve("scripted"));
  }

  @AfterEach
  void stop() throws Exception {
    scripted.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consent_required",
        "interaction_required",
        "login_required",
        "access_denied",
        "invalid_resource",
        "invalid_audience"
      })
  void token_requestIsRefusedWithACodeThatEndsALogin_leavesTheLoginAsItWas(String code) {
    TokenManager manager = scene.loggedIn();
    Token own = manager.token();
    scene.fault("refresh#1: BEFORE_COMMIT error=" + code);

    TokenException refusal = catchThrowableOfType(TokenException.class, () -> manager.token(MAIL));
    Token still = scene.manager().token();
    Token renewed = manager.renew(own);

    assertThat(refusal.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(refusal).hasMessageContaining(code);
    assertThat(still.value()).isEqualTo(own.value());
    assertThat(scene.isAccepted(renewed)).isTrue();
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void token_refreshTokenIsRefusedWithARequest_endsTheLogin() {
    TokenManager manager = scene.loggedIn();
    scene.fault("refresh#1: BEFORE_COMMIT error=invalid_grant");

    TokenException refusal = catchThrowableOfType(TokenException.class, () -> manager.token(MAIL));

    assertThat(refusal.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(manager.status().state()).isEqualTo(Status.State.LOGIN_REQUIRED);
    scene.spends().areExactly(1);
  }

  @Test
  void token_ofTheLoginWasRejected_isServedToNobodyWhateverElseIsAskedFor() {
    TokenManager manager = scene.loggedIn();
    Token rejected = manager.token();
    scene.fault("refresh#1: BEFORE_COMMIT 503 retry-after=5");

    assertThatThrownBy(() -> manager.renew(rejected)).isInstanceOf(TokenException.class);
    assertThatThrownBy(() -> manager.token(MAIL)).isInstanceOf(TokenException.class);
    assertThatThrownBy(() -> scene.manager().token()).isInstanceOf(TokenException.class);
    scene.simulator.clock().advance(Duration.ofSeconds(10));
    Token mail = manager.token(MAIL);
    Token own = scene.manager().token();

    assertThat(scene.isAccepted(mail)).isTrue();
    assertThat(own.value()).isNotEqualTo(rejected.value());
    assertThat(scene.isAccepted(own)).isTrue();
    assertThat(manager.token(MAIL).value()).isEqualTo(mail.value());
    scene.spends().areExactly(3).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_ofAnAudienceTooLongToBeKept_isServedAndTheLoginIsSaved() {
    ScriptedEndpoint endpoint = scripted.serving(RequestedTokenFailuresTest::longAnswer);
    TokenManager manager = scripted.manager(builder -> builder);
    manager.login(scripted.login(endpoint.uri(), ReplayPolicy.UNKNOWN));

    Token mail = manager.token(MAIL);
    Token again = manager.token(MAIL);
    Token other = scripted.manager(builder -> builder).token(FILES);

    assertThat(mail.value()).hasSize(70_000).isEqualTo(again.value());
    assertThat(other.value()).isNotEqualTo(mail.value());
    assertThat(endpoint.presented()).containsExactly("rt-1", "rt-next-1");
  }

  private static String longAnswer(int n) {
    String access = Integer.toString(n).repeat(70_000);
    return ScriptedEndpoint.granted(
        ScriptedScene.GOOD.replace("at-good", access).replace("rt-good", "rt-next-" + n));
  }

  @Test
  void token_clockStandsStill_isReplacedWhenItsLifeHasPassedAllTheSame() throws Exception {
    ScriptedEndpoint endpoint = scripted.serving(RequestedTokenFailuresTest::briefAnswer);
    TokenManager manager = scripted.manager(builder -> builder);
    manager.login(scripted.login(endpoint.uri(), ReplayPolicy.UNKNOWN));
    Token first = manager.token(MAIL);

    Token next = Eventually.see(() -> manager.token(MAIL), token -> !token.equals(first));

    assertThat(next.expiry()).isEqualTo(first.expiry().plusSeconds(1));
    assertThat(endpoint.presented()).startsWith("rt-1", "rt-next-1");
  }

  private static String briefAnswer(int n) {
    return ScriptedEndpoint.granted(
        ScriptedScene.GOOD
            .replace("at-good", "at-" + n)
            .replace("rt-good", "rt-next-" + n)
            .replace("3600", n == 1 ? "2" : "3"));
  }

  @Test
  void token_successorOfTheLoginIsNotSaved_thoseBesidesAreServed() throws Exception {
    TokenManager manager = scene.loggedIn();
    Token mail = manager.token(MAIL);
    Token own = manager.token();
    scene.fault("refresh#1: AFTER_COMMIT delay 500ms");
    CompletableFuture<Token> renewal = CompletableFuture.supplyAsync(() -> manager.renew(own));
    scene.awaitSpends(2);
    Path next = scene.home.resolve("grants/default.json.next");
    Files.delete(next);
    Files.createDirectory(next);

    Token renewed = renewal.get(20, TimeUnit.SECONDS);
    Status.State state = manager.status().state();
    Token held = manager.token(MAIL);
    Token stored = scene.manager().token(MAIL);
    Files.delete(next);

    assertThat(state).isEqualTo(Status.State.UNSAVED);
    assertThat(renewed.value()).isNotEqualTo(own.value());
    assertThat(held).isEqualTo(mail);
    assertThat(stored).isEqualTo(mail);
    scene.spends().areExactly(2);
  }
}
