package dev.pawl.it.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.it.kit.ScriptedScene;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of answers that no server should give, from the request to the next process. */
class OddAnswerTest {
  /* A transaction may still keep its copy when its manager is closed. */
  @TempDir(cleanup = CleanupMode.NEVER)
  Path home;

  private ScriptedScene scene;

  @BeforeEach
  void open() {
    scene = new ScriptedScene(home);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"refresh_token\":\"rt-new\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"two words\",\"refresh_token\":\"rt-new\"}",
        "{\"access_token\":17,\"refresh_token\":\"rt-new\"}",
        "{\"access_token\":\"at\",\"token_type\":\"mac\",\"refresh_token\":\"rt-new\"}",
        "{\"refresh_token\":\"rt-new\",\"access_token\":\"cut of"
      })
  void token_answerHasNoUsableAccessToken_keepsItsRefreshTokenAndPausesEverybody(String body)
      throws Exception {
    ScriptedEndpoint server =
        scene.serving(n -> ScriptedEndpoint.granted(n == 1 ? body : ScriptedScene.GOOD));
    TokenManager manager = expired(server, ReplayPolicy.NEVER);

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    Grant kept = stored();
    TokenException again = catchThrowableOfType(TokenException.class, manager::token);
    TokenException other = catchThrowableOfType(TokenException.class, manager()::token);
    scene.now.addAndGet(11_000);
    Token token = manager.token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem).hasMessageContaining("new refresh token is saved");
    assertThat(kept.generation()).isEqualTo(2);
    assertThat(kept.tokens().refresh()).isEqualTo("rt-new");
    assertThat(kept.tokens().access()).isNull();
    assertThat(List.of(again.reason(), other.reason())).containsOnly(Reason.TRY_LATER);
    assertThat(token.value()).isEqualTo("at-good");
    assertThat(server.presented()).containsExactly("rt-1", "rt-new");
  }

  @Test
  void token_answersNeverHaveAnAccessToken_spendsOncePerPauseInEveryProcess() throws Exception {
    ScriptedEndpoint server =
        scene.serving(n -> ScriptedEndpoint.granted("{\"refresh_token\":\"rt-" + (n + 1) + "\"}"));
    scene.now.addAndGet(-155_000);
    TokenManager manager = expired(server, ReplayPolicy.UNKNOWN);

    for (long pause = 5_000; pause <= 160_000; pause *= 2) {
      assertThat(catchThrowableOfType(TokenException.class, manager::token)).isNotNull();
      assertThat(catchThrowableOfType(TokenException.class, manager()::token)).isNotNull();
      if (pause < 160_000) {
        scene.now.addAndGet(pause);
      }
    }
    Process child =
        new ProcessBuilder(RefreshProcess.command(home)).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("left alone");
    assertThat(server.presented()).containsExactly("rt-1", "rt-2", "rt-3", "rt-4", "rt-5", "rt-6");
    assertThat(stored().tokens().refresh()).isEqualTo("rt-7");
  }

  @Test
  void renew_answerHasNoAccessToken_goesOnAsARejection() throws Exception {
    ScriptedEndpoint server =
        scene.serving(
            n ->
                ScriptedEndpoint.granted(
                    n == 1 ? "{\"refresh_token\":\"rt-new\"}" : ScriptedScene.GOOD));
    TokenManager manager = loggedIn(scene.login(server.uri(), ReplayPolicy.UNKNOWN));
    Token rejected = manager.token();

    TokenException problem =
        catchThrowableOfType(TokenException.class, () -> manager.renew(rejected));
    Grant kept = stored();
    scene.now.addAndGet(11_000);
    Token token = manager.token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(kept.origin()).isEqualTo(Grant.Origin.FORCED);
    assertThat(token.value()).isEqualTo("at-good");
    assertThat(stored().origin()).isEqualTo(Grant.Origin.FORCED);
  }

  @Test
  void token_accessTokenIsLongerThanASlot_isServedToOtherProcessesToo() throws Exception {
    String longToken = "a".repeat(40_000);
    ScriptedEndpoint server =
        scene.serving(
            n -> ScriptedEndpoint.granted(ScriptedScene.GOOD.replace("at-good", longToken)));
    TokenManager manager = expired(server, ReplayPolicy.UNKNOWN);

    Token token = manager.token();
    Token other = manager().token();
    Process child =
        new ProcessBuilder(RefreshProcess.command(home)).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(token.value()).isEqualTo(longToken);
    assertThat(other.value()).isEqualTo(longToken);
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said.strip()).endsWith("2");
    assertThat(server.presented()).containsExactly("rt-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"429 Too Many Requests", "503 Service Unavailable"})
  void token_serverTurnsTheRequestAway_isInTheJournalAsSuch(String status) throws Exception {
    ScriptedEndpoint server =
        scene.serving(
            n ->
                n == 1
                    ? ScriptedEndpoint.answer(status, "Retry-After: 60\r\n", "{}")
                    : ScriptedEndpoint.granted(ScriptedScene.GOOD));
    TokenManager manager = expired(server, ReplayPolicy.UNKNOWN);

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    JournalRecord known = journal();
    scene.now.addAndGet(61_000);
    Token token = manager.token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(known.stateOf(scene.login(server.uri(), ReplayPolicy.UNKNOWN)))
        .isEqualTo(JournalRecord.State.NONE);
    assertThat(known.failures().refusal()).contains(status.substring(0, 3));
    assertThat(token.value()).isEqualTo("at-good");
    assertThat(server.presented()).containsExactly("rt-1", "rt-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "\"0\"", "0.0"})
  void token_answerHasEndedWhenItComes_isServedOnceAndRefreshedNext(String end) throws Exception {
    ScriptedEndpoint server =
        scene.serving(
            n ->
                ScriptedEndpoint.granted(
                    n == 1
                        ? "{\"access_token\":\"at-once\",\"token_type\":\"Bearer\",\"expires_in\":"
                            + end
                            + ",\"refresh_token\":\"rt-2\"}"
                        : ScriptedScene.GOOD));
    TokenManager manager = expired(server, ReplayPolicy.UNKNOWN);

    Token once = manager.token();
    scene.now.addAndGet(3_000);
    Token next = manager.token();

    assertThat(once.value()).isEqualTo("at-once");
    assertThat(next.value()).isEqualTo("at-good");
    assertThat(server.presented()).containsExactly("rt-1", "rt-2");
  }

  @Test
  void token_neitherEndNorRefreshToken_isServedUntilItIsRejected() throws Exception {
    ScriptedEndpoint server =
        scene.serving(n -> ScriptedEndpoint.granted("{\"access_token\":\"at-endless\"}"));
    ClientRegistration client = ScriptedScene.client(server.uri(), ReplayPolicy.UNKNOWN);
    TokenSet endless = new TokenSet("at-endless", scene.now.get(), Long.MAX_VALUE, null);
    TokenManager manager = loggedIn(Grant.login(client, endless));

    scene.now.addAndGet(100 * 24 * ScriptedScene.HOUR);
    Token served = manager().token();
    TokenException problem =
        catchThrowableOfType(TokenException.class, () -> manager.renew(served));

    assertThat(served.value()).isEqualTo("at-endless");
    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(server.presented()).isEmpty();
  }

  private TokenManager manager() {
    return scene.manager(builder -> builder);
  }

  private TokenManager expired(ScriptedEndpoint server, ReplayPolicy replay) {
    return loggedIn(scene.endedLogin(server.uri(), replay));
  }

  private TokenManager loggedIn(Grant login) {
    TokenManager manager = manager();
    manager.login(login);
    return manager;
  }

  private Grant stored() throws IOException {
    return Objects.requireNonNull(new StateDirectory(home).store("default").readGrant());
  }

  private JournalRecord journal() throws IOException {
    return new StateDirectory(home).journal("default").read();
  }
}
