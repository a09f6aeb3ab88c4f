package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LoginEnd;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a login whose files others have touched: what the next token would meet. */
final class StatusTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void start() {
    scene.loggedIn();
  }

  @Test
  void status_loginEndsWithinThreeDays_saysWhenAndWhatToDo() {
    long now = TokenClock.system().millis();
    Map<String, Object> answer = Map.of("refresh_token_expires_in", 86_400L);
    scene.manager().login(LoginEnd.told(told(answer, now), answer, now));

    CommandRun status = scene.run("status");
    CommandRun json = scene.run("status", "--json");
    CommandRun accounts = scene.run("accounts");
    CommandRun listed = scene.run("accounts", "--json");

    assertThat(status.out()).containsPattern("login ends {2}20.*\\(in 2[34] h\\)");
    assertThat(status.out()).containsPattern("next {8}pawl login.*, before the login ends");
    assertThat(json.out()).contains("\"loginExpiry\":\"" + day(now));
    assertThat(accounts.err()).contains("the login of profile default ends", "next: pawl login");
    assertThat(listed.out()).contains("\"loginExpiry\":\"" + day(now));
    assertThat(listed.err()).isEmpty();
  }

  /* A server that says it with each answer: first in a browser's login, then in a refresh. */
  @Test
  void status_serverTellsTheEndOfTheLogin_isBelievedOnceARefreshConfirmsIt() throws Exception {
    scene.fault("login#1: AFTER_COMMIT refresh_token_expires_in=172800");
    scene.fault("refresh#1: AFTER_COMMIT refresh_token_expires_in=172800");
    CommandRun login =
        LiveCommand.inBrowser(
            scene.environment, List.of("login", "--issuer", scene.simulator.issuer().toString()));

    CommandRun told = scene.run("status");
    TokenManager manager = scene.manager();
    Token refreshed = manager.renew(manager.token());
    CommandRun believed = scene.run("status");

    assertThat(login.exit()).as(login.err()).isZero();
    assertThat(told.out())
        .containsPattern(
            "login ends {2}20.*\\(in (2 days|4[78] h)\\), unless a refresh prolongs it")
        .doesNotContain("before the login ends");
    assertThat(scene.isAccepted(refreshed)).isTrue();
    assertThat(believed.out()).containsPattern("login ends {2}20.*\\(in (2 days|4[78] h)\\)\n");
    assertThat(believed.out()).containsPattern("next {8}pawl login.*, before the login ends");
  }

  private Grant told(Map<String, Object> answer, long now) {
    return LoginEnd.told(scene.freshGrant(), answer, now);
  }

  private static String day(long now) {
    return Instant.ofEpochMilli(now).plus(Duration.ofDays(1)).toString().substring(0, 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\u0000\u0001\u0002",
        "{\"version\": 1",
        "{\"version\": \"1\", \"access_token\": 5}",
        "{\"version\": 1}"
      })
  void status_fileDamagedAndCopied_namesFileAndCountsTheCopy(String content) throws IOException {
    Files.writeString(scene.grantFile(), content);

    CommandRun status = scene.run("status");
    CommandRun json = scene.run("status", "--json");
    CommandRun token = scene.run("token");

    assertThat(status.out())
        .contains("state       usable: the file of the login is damaged")
        .contains("problem     " + scene.grantFile() + " is damaged")
        .contains("next        pawl token default\n");
    assertThat(json.out())
        .contains("\"state\":\"DAMAGED\",\"usable\":true,\"generation\":1")
        .contains("\"problem\":\"" + scene.grantFile() + " is damaged");
    assertThat(status.exit()).isEqualTo(OK).isEqualTo(json.exit()).isEqualTo(token.exit());
  }

  @Test
  void status_fileDamagedWithoutCache_saysTheSame() throws IOException {
    Files.writeString(scene.grantFile(), "[]");
    Files.delete(scene.directory.resolve("state/cache"));

    CommandRun status = scene.run("status");

    assertThat(status.out()).contains("damaged", "uses the last good copy");
    assertThat(status.exit()).isEqualTo(OK);
  }

  @Test
  void status_fileDamagedAndCopyEnded_isNotUsable() throws IOException {
    scene.simulator.clock().advance(Duration.ofHours(-2));
    scene.manager().login(scene.freshGrant());
    Files.writeString(scene.grantFile(), "[]");

    CommandRun status = scene.run("status");

    assertThat(status.out())
        .contains("not usable: the file of the login is damaged", "uses the last good copy");
    assertThat(status.exit()).isEqualTo(LOG_IN);
    scene.spends().areNone();
  }

  @Test
  void status_fileDamagedAndNoCopy_asksForALogin() throws IOException {
    Files.writeString(scene.grantFile(), "{\"version\": 1, half");
    Files.delete(scene.directory.resolve("state/grants/default.json.copy"));

    CommandRun status = scene.run("status");

    assertThat(status.out())
        .contains("not usable: the file of the login is damaged", scene.grantFile().toString())
        .contains("next        pawl login default --issuer URL")
        .doesNotContain("nobody is logged in", "good copy");
    assertThat(status.exit()).isEqualTo(LOG_IN);
  }

  @Test
  void managerStatus_fileDamaged_changesNothing() throws IOException {
    Files.writeString(scene.grantFile(), "[]");

    Status status = scene.manager().status();

    assertThat(status.state()).isEqualTo(Status.State.DAMAGED);
    assertThat(status.problem()).contains("default.json is damaged");
    assertThat(scene.stored()).isEqualTo("[]");
  }

  @Test
  void accounts_fileDamaged_listsTheLoginOfItsCopy() throws IOException {
    Files.writeString(scene.grantFile(), "[]");

    CommandRun accounts = scene.run("accounts", "--json");

    assertThat(accounts.out()).contains("\"state\":\"DAMAGED\",\"usable\":true");
  }

  @Test
  void use_fileDamaged_followsTheCopyElseNamesTheFile() throws IOException {
    Path file = scene.grantFile().resolveSibling("work.json");
    Files.copy(scene.grantFile(), file.resolveSibling("work.json.copy"));
    Files.writeString(file, "[]");

    CommandRun copied = scene.run("use", "work");
    Files.delete(file.resolveSibling("work.json.copy"));
    CommandRun lost = scene.run("use", "work");

    assertThat(copied.exit()).isEqualTo(OK);
    assertThat(lost.exit()).isEqualTo(LOG_IN);
    assertThat(lost.err()).contains(file + " is damaged").doesNotContain("nobody is logged in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"profiles\":[]}", "{\"profiles\":{\"default\":{\"issuer\":5}}}"})
  void status_settingsOfTheProfileMakeNoSense_isNotUsableAsTheTokenIs(String settings)
      throws IOException {
    CommandRun.settings(scene.directory, settings);

    CommandRun status = scene.run("status");
    CommandRun again = scene.run("status", "--json");

    assertThat(scene.run("token").exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(status.exit()).isEqualTo(LOG_IN).isEqualTo(again.exit());
    assertThat(status.out())
        .contains(
            "problem     " + scene.directory.resolve("config/pawl/settings.json") + ": field ");
    assertThat(again.out()).contains("\"state\":\"MISCONFIGURED\",\"usable\":false");
  }

  @Test
  void status_settingsNameAnotherClient_namesFileAndFieldWhileTheTokenLives() throws IOException {
    CommandRun.settings(scene.directory, "{\"profiles\":{\"default\":{\"clientId\":\"other\"}}}");

    CommandRun before = scene.run("status");
    CommandRun token = scene.run("token");
    CommandRun after = scene.run("status");

    assertThat(before.out())
        .contains("settings.json: field profiles.default.clientId")
        .contains("state       usable: ");
    assertThat(withoutTheTimeLeft(after)).isEqualTo(withoutTheTimeLeft(before));
    assertThat(before.exit()).isEqualTo(OK).isEqualTo(token.exit()).isEqualTo(after.exit());
  }

  @Test
  void status_settingsCorrected_isGoodAgain() throws IOException {
    CommandRun.settings(scene.directory, "{\"profiles\":{\"default\":{\"clientId\":\"other\"}}}");
    scene.run("token");
    CommandRun.settings(scene.directory, "{ }");

    CommandRun status = scene.run("status");

    assertThat(status.out()).contains("state       usable\n").doesNotContain("problem");
  }

  @Test
  void status_tokenEditedByHand_tellsTheFileAndNotTheSlot() throws IOException {
    String access = String.valueOf(stored().tokens().access());
    Files.writeString(scene.grantFile(), scene.stored().replace(access, access + "\\n"));

    CommandRun status = scene.run("status");
    CommandRun token = scene.run("token");

    assertThat(status.exit()).isEqualTo(token.exit());
    assertThat(status.out()).contains("not usable", "characters that no token may have");
    assertThat(scene.run("status").exit()).isEqualTo(status.exit());
  }

  @Test
  void status_loginErasedByAnotherTool_isOfNobody() throws IOException {
    Files.delete(scene.grantFile());

    Status status = scene.manager().status();

    assertThat(status.state()).isEqualTo(Status.State.LOGGED_OUT);
    assertThat(status.usable()).isFalse();
  }

  @Test
  void status_fileOnlyTouched_staysWhatWasPublished() throws IOException {
    scene.manager().renew(scene.manager().token());
    Files.writeString(scene.grantFile(), scene.stored());

    Status status = scene.manager().status();

    assertThat(status.state()).isEqualTo(Status.State.GOOD);
    assertThat(status.generation()).isEqualTo(2);
  }

  @Test
  void token_settingsNameAnotherIssuerAndTokenEnded_namesFileAndField() throws IOException {
    Path settings = scene.directory.resolve("config/pawl/settings.json");
    CommandRun.settings(
        scene.directory, "{\"profiles\":{\"default\":{\"issuer\":\"https://other\"}}}");
    scene.expire();
    TokenManager manager = scene.manager(builder -> builder.environment(scene.environment));

    TokenException first = problem(manager);
    TokenException second = problem(manager);

    assertThat(first).hasMessageContaining(settings + ": field profiles.default.issuer");
    assertThat(second).hasMessage(first.getMessage());
    assertThat(first.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
  }

  @Test
  void token_serverRefusedTheClient_isSaidAgainWithItsWord() {
    scene.fault("refresh: BEFORE_COMMIT error=invalid_client");
    scene.expire();
    TokenManager manager = scene.manager(builder -> builder.environment(scene.environment));

    TokenException first = problem(manager);
    TokenException second = problem(manager);

    assertThat(first).hasMessageContaining("invalid_client");
    assertThat(second).hasMessageContaining("invalid_client");
    assertThat(manager.status().problem()).contains("invalid_client");
  }

  private static TokenException problem(TokenManager manager) {
    return catchThrowableOfType(TokenException.class, manager::token);
  }

  private Grant stored() throws IOException {
    return Objects.requireNonNull(
        new StateDirectory(scene.directory.resolve("state")).store("default").readGrant());
  }

  /* Between two commands a second, and so a minute, may begin. */
  private static String withoutTheTimeLeft(CommandRun status) {
    return status.all().replaceAll("\\(in [^)]*\\)", "");
  }
}
