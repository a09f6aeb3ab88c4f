package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that bring a refresh token alone, over a login that works: it must cost nothing. */
final class RefreshTokenLoginTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void login_tokenIsRefused_leavesTheLoginThatWorks() {
    scene.logIn(newToken());
    String before = scene.run("token").out();

    CommandRun login = scene.logIn("x");

    assertThat(login.exit()).isEqualTo(LOG_IN);
    assertThat(login.err()).contains("invalid_grant", "the stored login was left as it is");
    assertThat(scene.run("token")).isEqualTo(new CommandRun(OK, before, ""));
    assertThat(scene.run("token", "--min-valid", "20h").exit()).isEqualTo(OK);
    scene.simulator.ledger().entries().of(Operation.REVOKE).areNone();
  }

  @Test
  void login_clientIsRefused_leavesTheLoginThatWorks() {
    scene.logIn(newToken());
    String before = scene.run("token").out();
    scene.fault("refresh: BEFORE_COMMIT error=invalid_client");

    CommandRun login = scene.logIn(newToken());

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("invalid_client", "the stored login was left as it is");
    assertThat(scene.run("token")).isEqualTo(new CommandRun(OK, before, ""));
    scene.simulator.ledger().entries().of(Operation.REVOKE).areNone();
  }

  @Test
  void login_sameTokenAgain_isUnchangedAndSpentOnce() {
    String given = newToken();
    scene.logIn(given);
    String before = scene.run("token").out();

    CommandRun login = scene.logIn(given);

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.out()).startsWith("profile default is unchanged: ");
    assertThat(scene.run("token").out()).isEqualTo(before);
    scene.spends().areExactly(1);
    scene.simulator.ledger().entries().of(Operation.REVOKE).areNone();
  }

  @Test
  void login_sameTokenAgainAfterRefreshes_isUnchangedAndSpentOnce() {
    Grant given = bare(scene.client());
    TokenManager manager = scene.manager();
    manager.login(given);
    for (int i = 0; i < 70; i++) {
      manager.token();
      scene.expire();
    }

    manager.login(given);

    assertThat(manager.token().generation()).isEqualTo(72);
    assertThat(scene.simulator.ledger().spentTwice()).isEmpty();
    scene.simulator.ledger().entries().of(Operation.REVOKE).areNone();
  }

  @Test
  void login_tokenIsGood_replacesTheLoginAndThenRevokesIt() {
    scene.logIn(newToken());

    CommandRun login = scene.logIn(newToken());

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.out()).startsWith("logged in as profile default (alice@example.com");
    assertThat(scene.simulator.familyOf(scene.run("token").out().strip())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F2")).isTrue();
    scene.spends().areExactly(2);
  }

  @Test
  void login_serverTurnsItAway_keepsTheLoginAndTheTokenMayBeGivenAgain() {
    scene.logIn(newToken());
    String before = scene.run("token").out();
    String given = newToken();
    scene.fault("refresh#1: BEFORE_COMMIT 503 retry-after=30");

    CommandRun turnedAway = scene.logIn(given);
    String meanwhile = scene.run("token").out();
    CommandRun login = scene.logIn(given);

    assertThat(turnedAway.exit()).isEqualTo(TRY_LATER);
    assertThat(turnedAway.err()).contains("next: try again in 30 s").doesNotContain(given);
    assertThat(meanwhile).isEqualTo(before);
    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(scene.simulator.ledger().spentTwice()).isEmpty();
  }

  @Test
  void login_answerIsLost_keepsTheLoginThroughTheSecondTry() {
    TokenManager manager = scene.loggedIn();
    Token before = manager.token();
    Grant given = bare(scene.client());
    scene.fault("refresh#1: AFTER_COMMIT empty");

    Reason lost = refusal(manager, given);
    Reason dead = refusal(manager, given);

    assertThat(lost).isEqualTo(Reason.TRY_LATER);
    assertThat(dead).isEqualTo(Reason.LOG_IN);
    assertThat(manager.token()).isEqualTo(before);
    assertThat(manager.renew(before).generation()).isEqualTo(before.generation() + 1);
    assertThat(scene.simulator.isFamilyAlive("F1")).isTrue();
  }

  @Test
  void login_answerIsLostAndNoReplayIsPermitted_isSpentOnce() {
    TokenManager manager = scene.loggedIn();
    ClientRegistration client = scene.client();
    Grant given =
        bare(
            new ClientRegistration(
                client.issuer(),
                client.tokenEndpoint(),
                client.revocationEndpoint(),
                client.clientId(),
                "",
                ReplayPolicy.NEVER));
    scene.fault("refresh#1: AFTER_COMMIT empty");

    Reason lost = refusal(manager, given);
    Reason again = refusal(manager, given);

    assertThat(lost).isEqualTo(Reason.LOG_IN);
    assertThat(again).isEqualTo(Reason.LOG_IN);
    assertThat(manager.token().generation()).isEqualTo(1);
    scene.spends().areExactly(1);
  }

  @Test
  void login_tokenIsRefusedWhileTheStoredOneIsInDoubt_forgetsNoDoubt() {
    try (Scene lenient =
        Scene.of(scene.directory.resolve("other"), RotationPolicy.GRACE_SAME, ReplayPolicy.NEVER)) {
      TokenManager manager = lenient.loggedIn();
      lenient.fault("refresh#1: AFTER_COMMIT empty");
      assertThatThrownBy(() -> manager.renew(manager.token())).isInstanceOf(TokenException.class);
      Grant useless = Grant.login(lenient.client(), TokenSet.ofRefresh("x"));

      Reason refused = refusal(manager, useless);
      lenient.expire();
      Reason doubt = catchThrowableOfType(TokenException.class, manager::token).reason();

      assertThat(refused).isEqualTo(Reason.LOG_IN);
      assertThat(doubt).isEqualTo(Reason.LOG_IN);
      lenient.spends().areExactly(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "bell\u0007", "\u00e9t\u00e9", ""})
  void login_tokenIsNone_isRefusedBeforeAnythingChanges(String refresh) {
    TokenManager manager = scene.loggedIn();
    Token before = manager.token();

    assertThatThrownBy(
            () -> manager.login(Grant.login(scene.client(), TokenSet.ofRefresh(refresh))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("refresh token");
    assertThatThrownBy(
            () -> manager.login(Grant.login(scene.client(), new TokenSet(refresh, 0, 9, null))))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(manager.token()).isEqualTo(before);
    assertThat(scene.simulator.ledger().entries().of(Operation.REVOKE).count()).isZero();
  }

  @Test
  void login_accessTokenThatNoHeaderCarries_isRefusedBeforeAnythingChanges() {
    TokenManager manager = scene.loggedIn();
    Token before = manager.token();
    long end = scene.simulator.clock().millis() + 60_000;
    Grant useless = Grant.login(scene.client(), new TokenSet("two words", 0, end, "good"));

    assertThatThrownBy(() -> manager.login(useless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("access token");

    assertThat(manager.token()).isEqualTo(before);
  }

  @Test
  void login_withoutAnyToken_isRefusedBeforeAnythingChanges() {
    TokenManager manager = scene.loggedIn();
    Token before = manager.token();

    assertThatThrownBy(
            () -> manager.login(Grant.login(scene.client(), new TokenSet(null, 0, 0, null))))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(manager.token()).isEqualTo(before);
  }

  @Test
  void login_tokenIsRefused_leavesNoNoteOfWhoWouldHavePaid() throws IOException {
    TokenManager manager = scene.manager();
    manager.login(paidBy(Billing.SUBSCRIPTION).on(scene.freshGrant()));
    Grant useless = Grant.login(scene.client(), TokenSet.ofRefresh("x"));

    Reason refused = refusal(manager, paidBy(Billing.PER_TOKEN).on(useless));

    assertThat(refused).isEqualTo(Reason.LOG_IN);
    assertThat(new StateDirectory(scene.home).billing("default").read())
        .isEqualTo(Billing.SUBSCRIPTION);
  }

  private static Account paidBy(Billing billing) {
    return new Account("refresh-token", "", "", "", billing);
  }

  private static Reason refusal(TokenManager manager, Grant login) {
    return catchThrowableOfType(TokenException.class, () -> manager.login(login)).reason();
  }

  private Grant bare(ClientRegistration client) {
    return Grant.login(client, TokenSet.ofRefresh(newToken()));
  }

  private String newToken() {
    return Objects.requireNonNull(scene.simulator.newFamily("alice").refreshToken());
  }
}
