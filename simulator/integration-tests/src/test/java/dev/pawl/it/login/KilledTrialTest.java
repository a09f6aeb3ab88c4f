package dev.pawl.it.login;

import static dev.pawl.it.kit.CommandRun.KILLED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.UserScene;
import dev.pawl.process.NeededTool;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LoginOutcome.Result;
import dev.pawl.token.Status.State;
import dev.pawl.token.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins by refresh token whose process, or whose disk, is gone when the server has answered. */
@EnabledOnOs(OS.LINUX)
class KilledTrialTest {
  @RegisterExtension final UserScene scene = UserScene.strict();
  private TokenManager manager;
  private Token before;

  @BeforeEach
  void start() {
    manager = scene.loggedIn();
    before = manager.token();
  }

  @Test
  void login_killedWhenAnswered_isStoredWithoutASpendWhenTheTokenIsGivenAgain() throws Exception {
    String given = newToken();
    kill(given, "unknown");
    Token meanwhile = manager.token();
    String status = scene.run("status").out();
    String json = scene.run("status", "--json").out();

    LoginOutcome outcome = manager.login(Grant.login(client("unknown"), TokenSet.ofRefresh(given)));

    assertThat(meanwhile).isEqualTo(before);
    assertThat(status).contains("unfinished").doesNotContain("sim-rt-");
    assertThat(json).contains("\"unfinishedLogin\":\"" + scene.simulator.issuer());
    assertThat(outcome.result()).isEqualTo(Result.STORED);
    scene.spends().areExactly(1);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(scene.simulator.familyOf(manager.token().value())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertNothingIsLeft();
  }

  @Test
  void login_killedWhenAnswered_isRevokedByAnotherLogin() throws Exception {
    kill(newToken(), "unknown");

    manager.login(scene.freshGrant());

    assertThat(scene.simulator.isFamilyAlive("F2")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F3")).isTrue();
    scene.spends().areExactly(1);
    assertNothingIsLeft();
  }

  @Test
  void login_killedWhenAnswered_isRevokedByALogout() throws Exception {
    kill(newToken(), "unknown");

    manager.logout();

    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F2")).isFalse();
    assertNothingIsLeft();
  }

  @Test
  void login_ofTheStoredTokenKilledWhenAnswered_isFinishedByTheNextHolder() throws Exception {
    String stored = String.valueOf(stored().tokens().refresh());
    kill(stored, "free");

    Token renewed = manager.renew(before);

    assertThat(renewed.generation()).isEqualTo(before.generation() + 1);
    scene.spends().areExactly(1);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(stored().client()).isEqualTo(client("free"));
    assertThat(scene.simulator.isFamilyAlive("F1")).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void login_storeRefusesWhatWasGranted_isUnsavedAndStoredOnceThatWorks() throws Exception {
    String given = newToken();
    Path inTheWay = scene.grantFile().resolveSibling("default.json.next");
    scene.fault("refresh#1: AFTER_COMMIT delay 700ms");
    CompletableFuture<LoginOutcome> login =
        CompletableFuture.supplyAsync(
            () -> manager.login(Grant.login(scene.client(), TokenSet.ofRefresh(given))));
    scene.awaitSpends(1);
    Files.delete(inTheWay);
    Files.createDirectory(inTheWay);

    while (scene.manager().status().state() != State.UNSAVED) {
      assertThat(login).isNotDone();
    }
    Files.delete(inTheWay);

    assertThat(login.get().result()).isEqualTo(Result.STORED);
    scene.spends().areExactly(1);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(scene.simulator.familyOf(manager.token().value())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertNothingIsLeft();
  }

  private void kill(String token, String replay) throws Exception {
    NeededTool.strace();
    Process process =
        new ProcessBuilder(TrialProcess.command(scene.home, token, replay))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(KILLED);
    scene.spends().areExactly(1);
    scene.simulator.ledger().entries().of(Operation.REVOKE).areNone();
  }

  private void assertNothingIsLeft() {
    assertThat(scene.home.resolve("grants/default.json.trial")).doesNotExist();
    assertThat(scene.run("status").out()).doesNotContain("unfinished");
  }

  private String newToken() {
    return Objects.requireNonNull(scene.simulator.newFamily("alice").refreshToken());
  }

  private ClientRegistration client(String replay) throws Exception {
    return TrialProcess.client(scene.home, replay);
  }

  private Grant stored() throws IOException {
    return Objects.requireNonNull(new StateDirectory(scene.home).store("default").readGrant());
  }
}
