package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.Surfer;
import dev.pawl.it.kit.UserScene;
import dev.pawl.process.Stopped;
import dev.pawl.simulator.core.Consent.Manner;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command that a message offers works when it is pasted as it stands. */
final class RemediesTest {
  /* To the end of the line: nothing that is no part of the command may follow it. */
  private static final Pattern REMEDY =
      Pattern.compile("(?:next: |next {8}|: )(pawl .+)$", Pattern.MULTILINE);

  private static final Pattern SHELL_REMEDY =
      Pattern.compile("(?:next: |; |: )((?:chmod|rm|mkdir|kill) .+)$", Pattern.MULTILINE);

  private final Surfer browser = new Surfer();

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void start() {
    scene.environment.put("BROWSER", "true");
    scene.simulator.consent().interval(Duration.ofSeconds(1));
    scene.simulator.consent().device(Manner.APPROVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oauth", "device", "paste", "refresh-token"})
  void login_endedForGood_isMadeAgainByTheCommandThatIsOffered(String method) throws Exception {
    logIn(method, commandOfFirst(method));
    scene.simulator.families().forEach(family -> scene.simulator.revokeFamily(family.name()));
    endAccessToken();

    CommandRun refused = scene.run("token", "work");
    logIn(method, words(remedies(refused).get(0)));

    assertThat(refused.exit()).isEqualTo(LOG_IN);
    assertThat(remedies(refused)).containsExactly("pawl login work");
    assertThat(scene.run("token", "work").exit()).isEqualTo(OK);
    assertThat(stored().client().clientId()).isEqualTo(scene.simulator.clientId());
    assertThat(Account.of(stored()).method()).isEqualTo(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oauth", "device", "refresh-token", "api-key"})
  void login_loggedOut_isMadeAgainByTheCommandThatIsOffered(String method) throws Exception {
    logIn(method, commandOfFirst(method));
    assertThat(scene.run("logout", "work").exit()).isEqualTo(OK);

    List<String> remedies = new ArrayList<>(remedies(scene.run("token", "work")));
    remedies.addAll(remedies(scene.run("status", "work")));
    logIn(method, words(remedies.get(0)));

    assertThat(remedies).hasSize(2).containsOnly("pawl login work");
    assertThat(scene.run("token", "work").exit()).isEqualTo(OK);
    assertThat(Account.of(stored()).method()).isEqualTo(method);
  }

  @Test
  void login_addressesGivenByOptions_areKeptForTheNext() throws Exception {
    String own = scene.simulator.authorizationEndpoint() + "?login_hint=alice";
    List<String> first = commandOfFirst("oauth");
    first.addAll(
        List.of(
            "--authorization-endpoint", own, "--replay", "never", "--scope", "messages profile"));
    logIn("oauth", first);
    scene.run("logout", "work");

    try (LiveCommand again = new LiveCommand(scene.environment, "login", "work")) {
      URI address = again.address();
      HttpResponse<String> unused = browser.visit(address);

      assertThat(again.end().exit()).isEqualTo(OK);
      assertThat(address.toString()).startsWith(own).contains("scope=messages+profile");
      assertThat(stored().client().replay()).hasToString("never");
    }
  }

  @Test
  void login_anotherIssuerIsNamed_takesNothingFromTheLast() throws Exception {
    logIn("oauth", commandOfFirst("oauth"));
    try (Scene other = Scene.strict(scene.directory.resolve("other"))) {
      try (LiveCommand login =
          new LiveCommand(
              scene.environment,
              "login",
              "work",
              "--issuer",
              other.simulator.issuer().toString())) {
        String address = login.address().toString();
        login.hangUp();

        assertThat(address).startsWith(other.simulator.authorizationEndpoint().toString());
        assertThat(address).contains("client_id=pawl&").doesNotContain(scene.simulator.clientId());
      }
    }
  }

  @Test
  void tombstone_ofALogin_tellsHowAndNotWho() throws Exception {
    logIn("oauth", commandOfFirst("oauth"));
    assertThat(Account.of(stored()).email()).isNotEmpty();

    scene.run("logout", "work");

    assertThat(Account.of(stored()).method()).isEqualTo("oauth");
    assertThat(Files.readString(scene.directory.resolve("state/grants/work.json")))
        .doesNotContain("@example.com", "sim-");
  }

  @Test
  void everyMessage_offersACommand_thatIsUnderstood() throws Exception {
    List<String> offered = new ArrayList<>();
    offered.addAll(remedies(scene.run("token", "nobody")));
    offered.addAll(remedies(scene.run("token", "--no-such-option")));
    offered.addAll(remedies(scene.run("no-such-verb")));
    logIn("refresh-token", commandOfFirst("refresh-token"));
    scene.fault("refresh: AFTER_COMMIT empty");
    endAccessToken();
    offered.addAll(remedies(scene.run("status", "work")));
    offered.addAll(remedies(scene.run("token", "work")));
    offered.addAll(remedies(scene.run("status", "work")));
    CommandRun.settings(scene.directory, "{\"profiles\":{\"work\":{\"clientId\":\"another\"}}}");
    offered.addAll(remedies(scene.run("token", "work")));
    offered.addAll(remedies(scene.run("status", "work")));
    CommandRun.settings(scene.directory, "{}");
    scene.simulator.down();
    offered.addAll(remedies(scene.run("logout", "work")));
    scene.simulator.up();

    assertThat(offered).hasSizeGreaterThan(6);
    assertUnderstood(offered);
  }

  @Test
  void everyMessage_fileDamaged_offersACommandThatIsUnderstood() throws Exception {
    logIn("refresh-token", commandOfFirst("refresh-token"));
    Files.writeString(scene.directory.resolve("state/grants/work.json"), "{ damaged");
    List<String> copied = new ArrayList<>(remedies(scene.run("status", "work")));
    copied.addAll(remedies(scene.run("doctor")));
    assertUnderstood(copied);

    Files.writeString(scene.directory.resolve("state/grants/work.json"), "{ damaged");
    Files.delete(scene.directory.resolve("state/grants/work.json.copy"));
    List<String> bare = new ArrayList<>(remedies(scene.run("status", "work")));
    bare.addAll(remedies(scene.run("doctor")));
    assertUnderstood(bare);

    assertThat(copied).contains("pawl token work");
    assertThat(bare).contains("pawl login work --issuer URL");
  }

  @Test
  void everyMessage_refusedOrTurnedAway_offersACommandThatIsUnderstood() throws Exception {
    List<String> offered = new ArrayList<>();
    for (String fault :
        List.of("error=invalid_client", "429", "503", "404", "error=invalid_grant")) {
      scene.simulator.faults().clear();
      logIn("refresh-token", commandOfFirst("refresh-token"));
      scene.fault("refresh: BEFORE_COMMIT " + fault);
      endAccessToken();
      offered.addAll(remedies(scene.run("token", "work")));
      offered.addAll(remedies(scene.run("status", "work")));
      offered.addAll(remedies(scene.run("doctor")));
    }
    scene.simulator.faults().clear();
    scene.fault("refresh: BEFORE_COMMIT 503");
    CommandRun unanswered = givenAToken("other");
    offered.addAll(remedies(unanswered));
    offered.addAll(remedies(scene.run("exec", "--profile", "nobody", "--", "true")));
    offered.addAll(remedies(scene.run("use", "nobody")));
    offered.addAll(remedies(scene.run("login", "work", "--no-such-option")));
    CommandRun.settings(scene.directory, "{");
    offered.addAll(remedies(scene.run("token", "work")));
    offered.addAll(remedies(scene.run("status", "work")));
    CommandRun.settings(scene.directory, "{}");

    assertThat(remedies(unanswered)).containsExactly("pawl token other");
    assertThat(offered).hasSizeGreaterThan(6);
    assertUnderstood(offered);
  }

  private CommandRun givenAToken(String profile) {
    List<String> words = new ArrayList<>(commandOfFirst("refresh-token"));
    words.set(1, profile);
    String token = scene.simulator.newFamily("a").refreshToken();
    return CommandRun.of(scene.environment, token + "\n", words.toArray(String[]::new));
  }

  @Test
  void doctor_somethingIsOpenToOthers_isMendedByTheCommandsThatAreOffered() throws Exception {
    movedWhereNamesAreOdd();
    Path state = Path.of(scene.environment.get("PAWL_HOME"));
    Files.setPosixFilePermissions(state.resolve("grants/default.json"), fromString("rw-rw-r--"));
    Path settings = Path.of(scene.environment.get("XDG_CONFIG_HOME"), "pawl/settings.json");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, "{}");
    Files.setPosixFilePermissions(settings, fromString("rw-rw-rw-"));

    CommandRun open = scene.run("doctor");
    pasteAll(open);
    CommandRun mended = scene.run("doctor");

    assertThat(open.out()).contains("FAIL settings", "WARN permissions");
    assertThat(mended.exit()).as(mended.out()).isEqualTo(OK);
    assertThat(mended.out()).doesNotContain("chmod");
  }

  @Test
  void doctor_pointerIsDamaged_isMendedByTheCommandThatIsOffered() throws Exception {
    movedWhereNamesAreOdd();
    Files.writeString(Path.of(scene.environment.get("PAWL_HOME"), "active"), "NO SUCH\n");

    CommandRun damaged = scene.run("doctor");
    pasteAll(damaged);
    CommandRun mended = scene.run("doctor");

    assertThat(damaged.exit()).isEqualTo(LOG_IN);
    assertThat(mended.exit()).as(mended.out()).isEqualTo(OK);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anyVerb_holderOfTheLockIsStopped_goesOnAfterTheCommandThatIsOffered() throws Exception {
    logIn("refresh-token", commandOfFirst("refresh-token"));
    endAccessToken();
    scene.fault("refresh#1: BEFORE_COMMIT hang");
    Process holder = command("token", "work");
    try {
      assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(60))).isTrue();
      Stopped.stop(holder);
      CommandRun status = scene.run("status", "work");
      int unused = scene.simulator.faults().release();

      pasteAll(status);
      boolean ended = holder.waitFor(60, TimeUnit.SECONDS);

      assertThat(status.out()).contains("process " + holder.pid() + " (java), which is stopped");
      assertThat(ended).isTrue();
      assertThat(holder.exitValue()).isEqualTo(OK);
      assertThat(scene.run("token", "work").exit()).isEqualTo(OK);
      scene.spends().areExactly(2); // the login's own, and the holder's
    } finally {
      holder.destroyForcibly().onExit().join();
    }
  }

  private Process command(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    return builder.redirectError(Redirect.INHERIT).start();
  }

  @Test
  void login_importIsOpenToOthers_isMendedByTheCommandThatIsOffered() throws Exception {
    Path odd = Files.createDirectory(scene.directory.resolve("it's \u00f6pen"));
    Path file = Files.writeString(odd.resolve("logins"), "");
    Files.setPosixFilePermissions(file, fromString("rw-r--r--"));

    CommandRun open = scene.run("login", "--import", file.toString());
    pasteAll(open);
    CommandRun mended = scene.run("login", "--import", file.toString());

    assertThat(open.exit()).isEqualTo(USAGE);
    assertThat(mended.exit()).as(mended.all()).isEqualTo(OK);
  }

  private void movedWhereNamesAreOdd() throws IOException {
    Path odd = Files.createDirectory(scene.directory.resolve("it's \u00f6dd; $HOME"));
    scene.environment.put("PAWL_HOME", odd.resolve("state").toString());
    scene.environment.put("XDG_CONFIG_HOME", odd.resolve("config").toString());
    assertThat(
            CommandRun.of(scene.environment, "fake-key\n", "login", "--method", "api-key").exit())
        .isEqualTo(OK);
  }

  /* As a person does it: the command at the end of the line, into a shell. */
  private static void pasteAll(CommandRun run) throws Exception {
    List<String> commands =
        SHELL_REMEDY.matcher(run.all()).results().map(RemediesTest::command).toList();
    assertThat(commands).as(run.all()).isNotEmpty();
    for (String command : commands) {
      Process shell = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
      assertThat(shell.waitFor()).as(command).isZero();
    }
  }

  private void assertUnderstood(List<String> offered) {
    for (String command : offered) {
      CommandRun pasted =
          CommandRun.of(scene.environment, "a-token\n", words(command).toArray(String[]::new));
      boolean incomplete = command.endsWith(" --issuer URL");
      assertThat(pasted.exit())
          .as("%s: %s", command, pasted.all())
          .isIn(incomplete ? List.of(USAGE) : List.of(OK, LOG_IN, TRY_LATER, FIX_CONFIGURATION));
    }
  }

  private List<String> commandOfFirst(String method) {
    List<String> words = new ArrayList<>(List.of("login", "work", "--method", method));
    if (!method.equals("api-key")) {
      words.addAll(
          List.of(
              "--issuer",
              scene.simulator.issuer().toString(),
              "--client-id",
              scene.simulator.clientId()));
    }
    return words;
  }

  /* Runs a login and does what its person, or its input, has to do. */
  private void logIn(String method, List<String> words) throws Exception {
    String[] args = words.toArray(String[]::new);
    if (method.equals("refresh-token") || method.equals("api-key")) {
      String secret =
          method.equals("api-key") ? "fake-key" : scene.simulator.newFamily("a").refreshToken();
      CommandRun given = CommandRun.of(scene.environment, secret + "\n", args);
      assertThat(given.exit()).as(given.err()).isEqualTo(OK);
      return;
    }
    try (LiveCommand login = new LiveCommand(scene.environment, args)) {
      if (method.equals("paste")) {
        login.type(browser.sentTo(login.address()).toString());
      } else if (method.equals("oauth")) {
        HttpResponse<String> unused = browser.visit(login.address());
      }
      CommandRun end = login.end();
      assertThat(end.exit()).as(end.err()).isEqualTo(OK);
    }
  }

  /* The commands have the machine's clock: the file says that the token's time is over. */
  private void endAccessToken() throws IOException {
    Path file = scene.directory.resolve("state/grants/work.json");
    String ended =
        Files.readString(file).replaceAll("\"expires_at\": [0-9]+", "\"expires_at\": 2000");
    Files.writeString(file, ended.replaceAll("\"issued_at\": [0-9]+", "\"issued_at\": 1000"));
  }

  private static List<String> remedies(CommandRun run) {
    return REMEDY.matcher(run.all()).results().map(RemediesTest::command).toList();
  }

  private static String command(MatchResult found) {
    return found.group(1).strip();
  }

  private static List<String> words(String command) {
    return Arrays.asList(command.split(" ")).subList(1, command.split(" ").length);
  }

  private Grant stored() throws IOException {
    return Objects.requireNonNull(
        StateDirectory.of(scene.environment).found().store("work").readGrant());
  }
}
