package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that deal with tokens, in this JVM, against the simulator. */
final class CommandLineTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void login_issuerNamed_findsEndpointAndGetsFirstToken() {
    IssuedGrant issued = scene.simulator.newFamily("alice");

    CommandRun login = scene.logIn(issued.refreshToken() + "\n");
    CommandRun token = scene.run("token");

    assertThat(login).extracting(CommandRun::exit, CommandRun::err).containsExactly(OK, "");
    assertThat(login.out())
        .startsWith("logged in as profile default (alice@example.com, Example); the access ");
    assertThat(scene.simulator.labelOf(token.out().strip())).contains("F1.at1");
    assertThat(login.all()).doesNotContain(issued.refreshToken()).doesNotContain(token.out());
    scene.spends().areExactly(1);
  }

  @Test
  void login_endpointNamed_asksNoMetadata() {
    IssuedGrant issued = scene.simulator.newFamily("alice");

    CommandRun login =
        CommandRun.of(
            scene.environment,
            issued.refreshToken(),
            "login",
            "work",
            "--issuer",
            "https://not.asked.example",
            "--token-endpoint",
            scene.simulator.tokenEndpoint().toString(),
            "--client-id",
            scene.simulator.clientId(),
            "--refresh-token-stdin",
            "--json");

    assertThat(login.exit()).isEqualTo(OK);
    assertThat(login.out()).startsWith("{\"profile\":\"work\",\"state\":\"GOOD\",\"usable\":true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two\nlines\n", "bell\u0007bell", "\u00e9t\u00e9"})
  void login_inputIsNoToken_exits2AndStoresNothing(String input) {
    CommandRun login = scene.logIn(input);

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).startsWith("pawl: ").doesNotContain("lines").doesNotContain("bell");
    assertThat(scene.directory.resolve("state")).doesNotExist();
  }

  @Test
  void login_inputBeyondEightKibibytes_exits2() {
    CommandRun login = scene.logIn("x".repeat(8193));

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).contains("longer than 8192 bytes");
  }

  @Test
  void login_secretAmongTheArguments_isNotRepeated() {
    CommandRun option = scene.run("login", "--issuer", "x", "--refresh-token=fake-secret");
    CommandRun operand = scene.run("login", "--issuer", "x", "work", "fake-secret");

    assertThat(option.exit()).isEqualTo(USAGE);
    assertThat(operand.exit()).isEqualTo(USAGE);
    assertThat(option.err() + operand.err()).doesNotContain("fake-secret").contains("--help");
  }

  @Test
  void login_tokenIsOfNoUse_exits1() {
    CommandRun login = scene.logIn("fake-refresh-token-of-nobody");

    assertThat(login.exit()).isEqualTo(LOG_IN);
    assertThat(login.err())
        .contains("next: pawl login default\n")
        .doesNotContain("fake-refresh-token-of-nobody");
  }

  @Test
  void login_serverIsDown_exits3AndStoresNothing() {
    scene.simulator.down();

    CommandRun login = scene.logIn("fake-refresh-token");

    assertThat(login.exit()).isEqualTo(TRY_LATER);
    assertThat(login.err()).contains("nothing was stored");
    assertThat(scene.directory.resolve("state")).doesNotExist();
  }

  @Test
  void login_firstTokenFails_staysStoredAndSaysSo() {
    IssuedGrant issued = scene.simulator.newFamily("alice");
    scene.fault("refresh: BEFORE_COMMIT 503 retry-after=30");

    CommandRun login = scene.logIn(issued.refreshToken());

    assertThat(login.exit()).isEqualTo(TRY_LATER);
    assertThat(login.err()).contains("the login is stored; to go on from here: pawl token default");
  }

  @Test
  void login_plainHttpElsewhere_exits2() {
    CommandRun login =
        CommandRun.of(
            scene.environment,
            "fake-refresh-token",
            "login",
            "--issuer",
            "http://issuer.example",
            "--refresh-token-stdin");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).contains("must be https");
  }

  @Test
  void token_fresh_isOneLineAndNothingElse() {
    store(Duration.ofHours(1));

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(OK);
    assertThat(token.out()).matches("[!-~]+\\R");
    assertThat(token.err()).isEmpty();
    scene.spends().areNone();
  }

  @Test
  void token_expired_isRefreshedOnce() {
    store(Duration.ZERO);

    CommandRun first = scene.run("token");
    CommandRun second = scene.run("token");

    assertThat(first.exit()).isEqualTo(OK);
    assertThat(first.err()).isEmpty();
    assertThat(second).isEqualTo(first);
    scene.spends().areExactly(1);
  }

  @Test
  void token_minValidBeyondWhatIsLeft_refreshesAheadOnce() {
    store(Duration.ofMinutes(40));

    CommandRun enough = scene.run("token", "--min-valid", "30m");
    CommandRun more = scene.run("token", "--min-valid", "50m");
    CommandRun same = scene.run("token", "--min-valid=PT50M");

    assertThat(more.out()).isNotEqualTo(enough.out());
    assertThat(same).isEqualTo(more);
    scene.spends().areExactly(1);
  }

  @Test
  void token_minValidBeyondAWholeLife_refreshesOnceOnly() {
    store(Duration.ofMinutes(10));

    CommandRun first = scene.run("token", "--min-valid", "5h");
    CommandRun second = scene.run("token", "--min-valid", "5h");

    assertThat(first.exit()).isEqualTo(OK);
    assertThat(second).isEqualTo(first);
    scene.spends().areExactly(1);
  }

  @Test
  void token_minValidAndServerDown_exits3AlthoughOneIsUsable() {
    store(Duration.ofMinutes(40));
    scene.simulator.down();

    CommandRun longer = scene.run("token", "--min-valid", "50m");
    CommandRun any = scene.run("token");

    assertThat(longer.exit()).isEqualTo(TRY_LATER);
    assertThat(longer.out()).isEmpty();
    assertThat(any.exit()).isEqualTo(OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "m", "-5m", "10x", "PT", "99999999999999999999s"})
  void token_minValidIsNoDuration_exits2(String duration) {
    CommandRun token = scene.run("token", "--min-valid", duration);

    assertThat(token.exit()).isEqualTo(USAGE);
    assertThat(token.out()).isEmpty();
  }

  @Test
  void token_nobodyLoggedIn_exits1AndNamesTheCommand() {
    CommandRun token = scene.run("token", "work");

    assertThat(token).extracting(CommandRun::exit, CommandRun::out).containsExactly(LOG_IN, "");
    assertThat(token.err())
        .isEqualToNormalizingNewlines(
            """
            pawl: nobody is logged in as profile work; log in
                  next: pawl login work --issuer URL
            """);
  }

  @Test
  void token_expiredAndServerDown_exits3() {
    store(Duration.ZERO);
    scene.simulator.down();

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(TRY_LATER);
    assertThat(token.out()).isEmpty();
    assertThat(token.err()).contains("next: try again in ");
    assertThat(token.err().lines()).hasSize(2);
  }

  @Test
  void token_grantFileDamagedAndNoCopy_isKeptAsideAndSaysWhere() throws IOException {
    store(Duration.ZERO);
    Files.delete(scene.directory.resolve("state/grants/default.json.copy"));
    Files.writeString(
        scene.directory.resolve("state/grants/default.json"), "{\"version\": 1, half");

    CommandRun first = scene.run("token");
    CommandRun second = scene.run("token");

    assertThat(first.exit()).isIn(LOG_IN, FIX_CONFIGURATION);
    assertThat(first.err()).contains("default.json is damaged", ".damaged-", "log in");
    assertThat(second.exit()).isEqualTo(LOG_IN);
    assertThat(second.err())
        .contains("a damaged login was kept as ", "next: pawl login default --issuer URL");
  }

  @Test
  void token_grantFileDamagedButCopied_goesOn() throws IOException {
    store(Duration.ZERO);
    Files.writeString(
        scene.directory.resolve("state/grants/default.json"), "{\"version\": 1, half");

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(OK);
    assertThat(token.err()).isEmpty();
    scene.spends().areExactly(1);
  }

  @Test
  void token_profileNameIsNone_exits2() {
    CommandRun token = scene.run("token", "../etc");

    assertThat(token.exit()).isEqualTo(USAGE);
    assertThat(token.err()).contains("a profile is named with");
  }

  @Test
  void token_profileOfTheEnvironment_isUsed() {
    scene.environment.put("PAWL_PROFILE", "work");

    CommandRun token = scene.run("token");

    assertThat(token.err()).contains("profile work");
  }

  @Test
  void token_outputCannotBeWritten_fails() {
    store(Duration.ofHours(1));

    int exit = runOnFullDisk(new ByteArrayOutputStream(), "token");

    assertThat(exit).isEqualTo(FIX_CONFIGURATION);
  }

  @Test
  void status_usableAndExpired_neverRefreshes() {
    store(Duration.ofHours(1));
    CommandRun usable = scene.run("status");
    store(Duration.ZERO);

    CommandRun expired = scene.run("status");
    CommandRun json = scene.run("status", "--json");

    assertThat(usable.exit()).isEqualTo(OK);
    assertThat(usable.out()).contains("state       usable").containsPattern("[(]in (59|60) min[)]");
    assertThat(expired.exit()).isEqualTo(LOG_IN);
    assertThat(expired.out()).contains("not usable: the access token has ended");
    assertThat(json.out()).contains("\"state\":\"EXPIRED\"").contains("\"usable\":false");
    scene.spends().areNone();
  }

  @Test
  void status_nothingStored_createsNothing() {
    CommandRun status = scene.run("status", "work");

    assertThat(status.exit()).isEqualTo(LOG_IN);
    assertThat(status.out())
        .contains("nobody is logged in")
        .contains("next        pawl login work");
    assertThat(scene.directory.resolve("state")).doesNotExist();
  }

  @Test
  void status_holderOfTheLock_isNamed() throws IOException {
    store(Duration.ofHours(1));
    var lock =
        new dev.pawl.directory.StateDirectory(scene.directory.resolve("state")).lock("default");

    try (var held = lock.tryAcquire()) {
      CommandRun status = scene.run("status");

      assertThat(held).isNotNull();
      assertThat(status.out()).contains("lock        held by this process");
    }
  }

  @Test
  void logout_loggedIn_revokesAndForgets() {
    Grant stored = store(Duration.ofHours(1));

    CommandRun logout = scene.run("logout");
    CommandRun again = scene.run("logout");

    assertThat(logout.out()).isEqualToNormalizingNewlines("logged out profile default\n");
    assertThat(again.out())
        .isEqualToNormalizingNewlines("nobody was logged in as profile default\n");
    assertThat(scene.run("token").exit()).isEqualTo(LOG_IN);
    assertThat(scene.simulator.isCurrentRefreshToken(String.valueOf(stored.tokens().refresh())))
        .isFalse();
  }

  @Test
  void verb_noPlaceForTheState_exits4() {
    CommandRun token = CommandRun.of(new HashMap<>(), "", "token");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err()).contains("set PAWL_HOME").contains("next: pawl doctor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "./state", "~/state", "-state"})
  void verb_relativePlace_exits4(String place) {
    CommandRun home = CommandRun.of(Map.of("HOME", place), "", "token");
    scene.environment.put("PAWL_HOME", place);
    CommandRun pawlHome = scene.run("token");

    assertThat(home.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(home.err()).contains("pawl: HOME must be absolute");
    assertThat(pawlHome.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(pawlHome.err()).contains("pawl: PAWL_HOME must be absolute");
    assertThat(Path.of(place)).doesNotExist();
  }

  @Test
  void verb_directoryCannotBeMade_namesItAndReasonAndRemedy() {
    scene.environment.put("PAWL_HOME", "/proc/1/x");

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err())
        .containsPattern("pawl: /proc/1/x cannot be made: [a-z].* \\(.*PAWL_HOME.*\\)");
  }

  @Test
  void token_markOfTheSettingsCannotBeWritten_isPrintedAllTheSame() throws IOException {
    Grant stored = store(Duration.ofHours(1));
    CommandRun.settings(scene.directory, "{}");
    Files.createDirectory(scene.directory.resolve("state/settings-mark"));

    CommandRun token = scene.run("token");

    assertThat(token).extracting(CommandRun::exit, CommandRun::err).containsExactly(OK, "");
    assertThat(token.out().strip()).isEqualTo(stored.tokens().access());
  }

  @Test
  void token_cannotBeHad_leavesTheSettingsUnmarked() throws IOException {
    CommandRun.settings(scene.directory, "{}");

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(scene.directory.resolve("state/settings-mark")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"grants/default.json", "grants/default.journal", "grants/default.json.copy"})
  void token_pipeInPlaceOfAFile_exits4NamingIt(String name) throws Exception {
    store(Duration.ofSeconds(-1));
    Path file = scene.directory.resolve("state").resolve(name);
    Path grant = scene.directory.resolve("state/grants/default.json");
    Files.delete(file);
    pipe(file);
    if (!file.equals(grant) && name.endsWith("copy")) {
      Files.writeString(grant, "{");
    }

    CommandRun token =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> scene.run("token"), "hangs");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err()).contains(file + " is not a regular file; move it away");
    scene.spends().areExactly(0);
  }

  @Test
  void verb_pipeInPlaceOfTheSettings_exits4NamingIt() throws Exception {
    store(Duration.ofHours(1));
    CommandRun.settings(scene.directory, "{}");
    Path file = scene.directory.resolve("config/pawl/settings.json");
    Files.delete(file);
    pipe(file);

    CommandRun token =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> scene.run("token"), "hangs");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err()).contains(file + " is not a regular file; move it away");
  }

  private static void pipe(Path file) throws Exception {
    Process made = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
  }

  @Test
  void token_grantIsASymbolicLink_exits4AndIsNotReplaced() throws IOException {
    store(Duration.ofSeconds(-1));
    Path grant = scene.directory.resolve("state/grants/default.json");
    Path target = Files.move(grant, scene.directory.resolve("elsewhere.json"));
    Files.createSymbolicLink(grant, target);
    String content = Files.readString(target);

    CommandRun token = scene.run("token");
    CommandRun login = scene.logIn("fake-refresh\n");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err()).contains(grant + " is a symbolic link", "put the file itself");
    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(grant).isSymbolicLink();
    assertThat(target).hasContent(content);
    scene.spends().areExactly(0);
  }

  @Test
  void token_grantLongerThanAnyAndNoCopy_isPutAsideAndALoginHelps() throws IOException {
    store(Duration.ofHours(1));
    Path grant = scene.directory.resolve("state/grants/default.json");
    Files.write(grant, new byte[5 << 20]);
    Files.delete(scene.directory.resolve("state/grants/default.json.copy"));

    CommandRun token = scene.run("token");
    CommandRun login = scene.logIn(scene.simulator.newFamily("alice").refreshToken() + "\n");

    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(token.err()).contains("a damaged login was kept as " + grant + ".damaged-");
    assertThat(login.exit()).as(login.all()).isEqualTo(OK);
  }

  @Test
  void token_damagedGrantAndDamagedCopy_keepsBothAside() throws IOException {
    Grant stored = store(Duration.ofHours(1));
    Path grants = scene.directory.resolve("state/grants");
    Path copy = grants.resolve("default.json.copy");
    Files.writeString(grants.resolve("default.json"), "{");
    Files.writeString(copy, Files.readString(copy).replace("unknown", "unknowX"));

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(token.err()).contains(copy + ".damaged-");
    assertThat(kept(grants))
        .anySatisfy(text -> assertThat(text).contains(String.valueOf(stored.tokens().refresh())));
  }

  private static List<String> kept(Path grants) throws IOException {
    List<String> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(grants)) {
      for (Path file : files.filter(one -> one.toString().contains(".damaged-")).toList()) {
        kept.add(Files.readString(file));
      }
    }
    return kept;
  }

  @Test
  void token_grantEmptyAndNoCopy_saysThatItWasDamaged() throws IOException {
    store(Duration.ofHours(1));
    Path grant = scene.directory.resolve("state/grants/default.json");
    Files.write(grant, new byte[0]);
    Files.delete(scene.directory.resolve("state/grants/default.json.copy"));

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(token.err()).contains(grant + " is damaged: it is empty", grant + ".damaged-");
  }

  @Test
  void verb_fileInTheWayOfTheDirectory_exits4() throws IOException {
    Files.writeString(scene.directory.resolve("state"), "");

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err()).contains(scene.directory.resolve("state").toString());
  }

  @Test
  void verb_directoryOfSomebodyElse_exits4NamingTheOwner() throws IOException {
    scene.environment.put("PAWL_HOME", somebodyElses().toString());

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err()).contains("belongs to user").contains("PAWL_HOME");
  }

  /* Root may give a directory away; anybody else finds one that is root's. */
  private Path somebodyElses() throws IOException {
    Path foreign = Files.createDirectory(scene.directory.resolve("foreign"));
    Files.createDirectory(foreign.resolve("grants"));
    if (!Files.getAttribute(foreign, "unix:uid").equals(0)) {
      return Path.of("/usr");
    }
    Files.setAttribute(foreign, "unix:uid", 54_321);
    return foreign;
  }

  @Test
  void verb_openToOthers_exits4() throws IOException {
    store(Duration.ofHours(1));
    Files.setPosixFilePermissions(scene.directory.resolve("state"), fromString("rwxrwxrwx"));

    CommandRun token = scene.run("token");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.out()).isEmpty();
    assertThat(token.err()).contains("can be written by other users; chmod go-w");
  }

  @Test
  void verb_debugging_showsTheTrace() {
    CommandRun quiet = scene.run("token");
    scene.environment.put("PAWL_DEBUG", "1");

    CommandRun loud = scene.run("token");

    assertThat(quiet.err()).doesNotContain(" at dev.pawl.");
    assertThat(loud.err()).contains(" at dev.pawl.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "logout", "token", "status", "accounts", "use", "completion"})
  void help_ofAnyVerb_explainsExitCodes(String verb) {
    CommandRun help = scene.run(verb, "--help");

    assertThat(help.exit()).isEqualTo(OK);
    assertThat(help.out())
        .contains("Usage: pawl " + verb)
        .contains("  0  ", "  3  not now: try again later");
    assertThat(help.all()).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "logout", "accounts", "use", "exec", "explain", "token"})
  void help_ofAnyVerb_breaksLinesWhereTheyAreFull(String verb) {
    List<String> lines = scene.run(verb, "--help").out().lines().toList();

    for (int i = 0; i + 1 < lines.size(); i++) {
      String next = lines.get(i + 1).strip();
      boolean goesOn =
          lines.get(i).strip().matches(".*[a-z,;]") && next.matches("[a-z(].*") && !isUsage(next);
      int room = lines.get(i).length() + 1 + next.split(" ", 2)[0].length();
      assertThat(goesOn && room < 80).as(lines.get(i) + "/" + next).isFalse();
    }
  }

  private static boolean isUsage(String line) {
    return line.startsWith("[");
  }

  @Test
  void help_outputCannotBeWritten_fails() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int exit = runOnFullDisk(err, "login", "--help");

    assertThat(exit).isEqualTo(FIX_CONFIGURATION);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard output cannot be written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completion_ofAShell_knowsTheVerbs(String shell) {
    CommandRun completion = scene.run("completion", shell);

    assertThat(completion.exit()).isEqualTo(OK);
    assertThat(completion.out()).contains("completion words");
  }

  @Test
  void verb_unknown_exits2() {
    CommandRun unknown = scene.run("tokne");

    assertThat(unknown.exit()).isEqualTo(USAGE);
    assertThat(unknown.err()).contains("no verb of that name");
  }

  private int runOnFullDisk(OutputStream err, String... args) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    return Main.run(
        args,
        InputStream.nullInputStream(),
        new PrintStream(full, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        scene.environment);
  }

  /** Stores a login whose access token has {@code left} of its hour. */
  private Grant store(Duration left) {
    IssuedGrant issued = scene.simulator.newFamily("alice");
    long end = System.currentTimeMillis() + left.toMillis();
    Grant grant =
        Grant.login(
            scene.client(),
            new TokenSet(
                issued.accessToken(),
                end - Duration.ofHours(1).toMillis(),
                end,
                issued.refreshToken()));
    try (TokenManager manager = TokenManager.builder().environment(scene.environment).build()) {
      manager.login(grant);
    }
    return grant;
  }
}
