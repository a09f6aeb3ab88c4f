package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import dev.pawl.token.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One login, several audiences: each has an access token, and all share the one grant. */
final class RequestedTokensTest {
  private static final TokenRequest MAIL = TokenRequest.audience("https://mail.example");
  private static final TokenRequest FILES =
      TokenRequest.DEFAULT.withResource("https://files.example").withScope("messages");

  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void token_ofSeveralAudiences_hasEachItsOwnAndSpendsOnceForEach() {
    TokenManager manager = scene.loggedIn();
    Token own = manager.token();

    Token mail = manager.token(MAIL);
    Token files = manager.token(FILES);

    assertThat(List.of(own.value(), mail.value(), files.value())).doesNotHaveDuplicates();
    assertThat(manager.token(MAIL)).isEqualTo(mail);
    assertThat(manager.token(FILES)).isEqualTo(files);
    assertThat(manager.token().value()).isEqualTo(own.value());
    assertThat(scene.isAccepted(mail)).isTrue();
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_manyThreadsAndManagers_spendOnceForEachAudience() {
    TokenManager first = scene.loggedIn();
    TokenManager second = scene.manager();

    List<CompletableFuture<String>> calls =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> (i % 2 == 0 ? first : second).token(i < 8 ? MAIL : FILES).value()))
            .toList();

    assertThat(calls.stream().map(CompletableFuture::join).distinct()).hasSize(2);
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_manyProcesses_spendOnceForEachAudience() throws Exception {
    TokenManager unused = scene.loggedIn();

    List<CommandRun> ends =
        RefreshProcess.race(
            scene.home,
            List.of(
                "https://a.example",
                "https://b.example",
                "https://a.example",
                "https://b.example"));

    assertThat(ends).allSatisfy(end -> assertThat(end.exit()).as(end.err()).isZero());
    assertThat(ends.get(0).out()).isEqualTo(ends.get(2).out()).isNotEqualTo(ends.get(1).out());
    assertThat(ends.get(1).out()).isEqualTo(ends.get(3).out()).isNotBlank();
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_loginIsRefreshed_keepsTheOthers() {
    TokenManager manager = scene.loggedIn();
    Token mail = manager.token(MAIL);

    Token renewed = manager.renew(manager.token());

    assertThat(renewed.value()).isNotEqualTo(mail.value());
    assertThat(manager.token(MAIL)).isEqualTo(mail);
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_hasEnded_isGotAgain() {
    TokenManager manager = scene.loggedIn();
    Token before = manager.token(MAIL);

    scene.expire();
    Token after = manager.token(MAIL);

    assertThat(after.value()).isNotEqualTo(before.value());
    assertThat(scene.isAccepted(after)).isTrue();
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void renew_reportedByTwoManagers_spendsOnceAndThenLooksForTheCause() {
    TokenManager manager = scene.loggedIn();
    TokenManager other = scene.manager();
    Token rejected = manager.token(MAIL);
    Token same = other.token(MAIL);

    Token renewed = manager.supply(MAIL).renew(rejected);
    Token too = other.supply(MAIL).renew(same);

    assertThat(renewed).isEqualTo(too).isNotEqualTo(rejected);
    assertThatThrownBy(() -> manager.supply(MAIL).renew(renewed))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("because its predecessor was rejected");
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_afterALogout_isGivenToNobody() {
    TokenManager manager = scene.loggedIn();
    TokenManager other = scene.manager();
    Token before = other.token(MAIL);

    manager.logout();

    assertThat(before.value()).isNotBlank();
    assertThatThrownBy(() -> other.token(MAIL))
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOG_IN));
  }

  @Test
  void token_ofAnotherLogin_isNotThatOfTheLast() {
    TokenManager manager = scene.loggedIn();
    Token before = manager.token(MAIL);

    manager.login(scene.freshGrant());
    Token after = manager.token(MAIL);

    assertThat(after.value()).isNotEqualTo(before.value());
    assertThat(after.generation()).isGreaterThan(before.generation());
  }

  @Test
  void token_issuerRefusesTheTarget_saysSoAndLeavesTheLoginInUse() {
    scene
        .simulator
        .clients()
        .put(
            RegisteredClient.publicClient(scene.simulator.clientId())
                .targets(Set.of("https://mail.example")));
    TokenManager manager = scene.loggedIn();
    Token own = manager.token();

    assertThatThrownBy(() -> manager.token(FILES))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("invalid_target");
    Token mail = manager.token(MAIL);

    assertThat(manager.token().value()).isEqualTo(own.value());
    assertThat(scene.isAccepted(mail)).isTrue();
    assertThat(manager.status().usable()).isTrue();
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void token_wideScope_isRefusedWithoutEndingTheLogin() {
    TokenManager manager = scene.loggedIn();

    assertThatThrownBy(() -> manager.token(TokenRequest.scope("messages admin")))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("invalid_scope");
    assertThatThrownBy(() -> manager.token(TokenRequest.scope("admin messages")))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("invalid_scope");
    scene.spends().areExactly(1);

    assertThat(manager.renew(manager.token()).value()).isNotBlank();
  }

  @Test
  void token_answerIsCutAfterTheRefreshToken_losesNoSuccessor() {
    scene.fault("refresh#1: AFTER_COMMIT reset");
    TokenManager manager = scene.loggedIn();
    Token own = manager.token();

    assertThatThrownBy(() -> manager.token(MAIL)).isInstanceOf(TokenException.class);

    assertThat(manager.token().value()).isEqualTo(own.value());
    scene.simulator.clock().advance(Duration.ofSeconds(10));
    assertThatThrownBy(() -> manager.token(MAIL))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("never answered");
    scene.spends().areExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--audience, https://mail.example",
    "--scope, messages",
    "--resource, https://files.example"
  })
  void command_withATarget_printsThatTokenAndKeepsTheLoginsOwn(String option, String target) {
    CommandRun login = scene.logIn(scene.simulator.newFamily("alice").refreshToken());
    CommandRun own = scene.run("token");
    CommandRun mail = scene.run("token", option, target);
    CommandRun again = scene.run("token", option, target);
    CommandRun after = scene.run("token");
    CommandRun odd = scene.run("token", "--resource", "no address");

    assertThat(List.of(login.exit(), own.exit(), mail.exit(), again.exit()))
        .as(mail.err())
        .containsOnly(ExitCode.OK);
    assertThat(mail.out()).isEqualTo(again.out()).isNotEqualTo(own.out()).isNotBlank();
    assertThat(after.out()).isEqualTo(own.out());
    assertThat(odd.exit()).isEqualTo(ExitCode.USAGE);
    scene.spends().areExactly(2);
  }
}
