package dev.pawl.it.store;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.INTERRUPTED;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.TokenManager;
import dev.pawl.VaultClient;
import dev.pawl.cli.Main;
import dev.pawl.directory.StateDirectory;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.doctor.UnfinishedLogin;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.DefaultSignals;
import dev.pawl.it.kit.UserScene;
import dev.pawl.it.vault.KeyringSession;
import dev.pawl.settings.Settings;
import dev.pawl.simulator.core.Consent.Manner;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.StoreChoice;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose keyring is locked, or gone, when the answer of the server comes. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class VaultOutageTest {
  private static final Pattern REMEDY = Pattern.compile(": pawl (.+)$", Pattern.MULTILINE);
  private static final String ONE_SENTENCE = "pawl: [^\\n]+\\n";

  @RegisterExtension final UserScene scene = UserScene.strict();

  private final List<Process> children = new ArrayList<>();
  private KeyringSession keyring;
  private Path memory;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(KeyringSession.isPossible(), "gnome-keyring or libsecret-tools is missing");
    memory = scene.runtimeDirectory();
    keyring = KeyringSession.unlocked(Files.createDirectory(scene.directory.resolve("session")));
    scene.environment.putAll(keyring.environment());
    scene.environment.put("XDG_RUNTIME_DIR", memory.toString());
    CommandRun.settings(scene.directory, "{\"credentials\": {\"store\": \"secret-service\"}}");
    logIn();
    scene.fault("refresh#1: AFTER_COMMIT delay 700ms");
  }

  @AfterEach
  void stop() throws IOException {
    children.forEach(child -> child.destroyForcibly().onExit().join());
    keyring.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked", "gone"})
  void token_keyringAwayWhenTheAnswerComes_isSavedByTheNextProcess(String how) throws Exception {
    Process command = command(List.of(), "token");
    await(Operation.REFRESH);
    take(how);
    CommandRun first = CommandRun.await(command);

    CommandRun meanwhile = CommandRun.await(command(List.of(), "token", "--min-valid", "59m"));
    CommandRun waiting = CommandRun.await(command(List.of(), "status"));
    giveBack();
    CommandRun next = CommandRun.await(command(List.of(), offered(waiting)));
    CommandRun saved = CommandRun.await(command(List.of(), "status"));

    assertThat(first.exit()).as(first.err()).isEqualTo(OK);
    assertThat(first.err()).matches(ONE_SENTENCE).contains(memory.toString());
    assertThat(meanwhile.err()).doesNotContain("log in");
    assertThat(waiting.out()).contains("waiting", memory.toString(), "unlock the keyring, then");
    assertThat(waiting.out()).doesNotContain("make room");
    assertThat(next).isEqualTo(new CommandRun(OK, first.out(), ""));
    assertThat(saved.out()).contains("usable").doesNotContain("waiting", memory.toString());
    assertSavedOnce(2L);
  }

  @Test
  void token_asksWhereTheMemoryIsNotSeen_presentsNothingAndNamesThePlace() throws Exception {
    Process command = command(List.of(), "token");
    await(Operation.REFRESH);
    take("gone");
    CommandRun first = CommandRun.await(command);
    giveBack();

    CommandRun unseen = CommandRun.await(command(inOtherMemory(), "token", "--min-valid", "61m"));
    CommandRun next = CommandRun.await(command(List.of(), offered(unseen)));

    assertThat(first.exit()).as(first.err()).isEqualTo(OK);
    assertThat(unseen.err()).contains(memory.toString(), "cannot look");
    assertThat(unseen.exit()).isEqualTo(TRY_LATER);
    assertThat(next).isEqualTo(new CommandRun(OK, first.out(), ""));
    assertSavedOnce(2L);
  }

  @Test
  void token_noPlaceInMemory_staysUntilTheKeyringIsBack() throws Exception {
    Process command = command(withoutMemory(), "token");
    await(Operation.REFRESH);
    take("gone");
    String said = saidFirst(command);
    boolean stays = !command.waitFor(3, TimeUnit.SECONDS);
    giveBack();
    CommandRun run = CommandRun.await(command);

    assertThat(stays).as(said).isTrue();
    assertThat(said).contains("this process", "Secret Service");
    assertThat(run.exit()).isEqualTo(OK);
    assertThat(said + "\n" + run.err()).matches("(" + ONE_SENTENCE + ")+");
    assertSavedOnce(2L);
  }

  @Test
  void token_noPlaceInMemory_isGivenUpAtTheSecondInterrupt() throws Exception {
    List<String> wrapper = new ArrayList<>(withoutMemory());
    wrapper.addAll(DefaultSignals.prefix());
    Process command = command(wrapper, "token");
    await(Operation.REFRESH);
    take("locked");
    String said = hears(command, "interrupt twice");
    interrupt(command);
    String warned = hears(command, "interrupt again");
    boolean stays = command.isAlive();
    interrupt(command);
    CommandRun run = CommandRun.await(command);

    assertThat(said).contains("this process");
    assertThat(warned).contains("lose it");
    assertThat(stays).isTrue();
    assertThat(run.exit()).isEqualTo(INTERRUPTED);
    scene.spends().areExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked", "gone"})
  void login_byRefreshTokenKeyringAwayWhenTheAnswerComes_isSavedOnceItIsBack(String how)
      throws Exception {
    Process command = logInWith(newToken());
    await(Operation.REFRESH);
    take(how);
    String said = hears(command, "give the same token again");
    boolean stays = command.isAlive();
    giveBack();
    CommandRun login = CommandRun.await(command);

    CommandRun next = CommandRun.await(command(List.of(), "token"));

    assertThat(said).contains("it lies in memory, in " + memory);
    assertThat(stays).isTrue();
    assertThat(login.exit()).as(said + login.err()).isEqualTo(OK);
    assertThat(scene.simulator.familyOf(next.out().strip())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertSavedOnce(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked", "gone"})
  void login_byRefreshTokenKeyringStaysAway_endsSoonWithTheReason(String how) throws Exception {
    String given = newToken();
    Process command = logInWith(given);
    await(Operation.REFRESH);
    take(how);
    long begun = System.nanoTime();
    CommandRun ended = CommandRun.await(command);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);

    giveBack();
    CommandRun again = CommandRun.await(logInWith(given));
    CommandRun next = CommandRun.await(command(List.of(), "token"));

    assertThat(ended.exit()).as(ended.err()).isIn(TRY_LATER, FIX_CONFIGURATION);
    assertThat(ended.err()).contains("give the same token again", memory.toString());
    assertThat(ended.err())
        .containsPattern("(?m)^pawl: .*(unlock|start and unlock) .*what the server granted");
    assertThat(ended.err()).doesNotContain("is held by").doesNotContain("interrupt");
    assertThat(seconds).isLessThan(60);
    assertThat(again.exit()).as(again.err()).isEqualTo(OK);
    assertThat(scene.simulator.familyOf(next.out().strip())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertSavedOnce(2L, 3L);
  }

  @Test
  void login_byRefreshTokenNoPlaceInMemory_staysUntilTheKeyringIsBack() throws Exception {
    Process command = logInWith(newToken(), withoutMemory());
    await(Operation.REFRESH);
    take("gone");
    String said = hears(command, "what the server granted could not be saved and exists in this");
    boolean stays = !command.waitFor(3, TimeUnit.SECONDS);
    giveBack();
    CommandRun run = CommandRun.await(command);

    CommandRun next = CommandRun.await(command(List.of(), "token"));

    assertThat(stays).as(said).isTrue();
    assertThat(said + run.err()).doesNotContain("is held by");
    assertThat(scene.simulator.familyOf(next.out().strip())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertSavedOnce(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked", "gone"})
  void login_byRefreshTokenEndedWhileTheKeyringIsAway_isSavedWhenTheTokenIsGivenAgain(String how)
      throws Exception {
    String given = newToken();
    Process command = logInWith(given);
    await(Operation.REFRESH);
    take(how);
    String unused = hears(command, "give the same token again");
    command.destroyForcibly().onExit().join();
    UnfinishedLogin left = new ProfileReport(scene.environment, "default").unfinishedLogin();

    giveBack();
    CommandRun again = CommandRun.await(logInWith(given));
    CommandRun next = CommandRun.await(command(List.of(), "token"));

    assertThat(Objects.requireNonNull(left).issuer())
        .isEqualTo(scene.simulator.issuer().toString());
    assertThat(again.exit()).as(again.err()).isEqualTo(OK);
    assertThat(scene.simulator.familyOf(next.out().strip())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertSavedOnce(
        2L, 3L); // the trial's own number was seen, unless it was killed while it tried again
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked", "gone"})
  void login_onADeviceKeyringAwayAfterTheGrant_leavesTheLoginAndRevokesWhatWasGranted(String how)
      throws Exception {
    scene.simulator.consent().interval(Duration.ZERO);
    scene.simulator.consent().device(Manner.APPROVE);
    scene.fault("poll#1: AFTER_COMMIT delay 700ms");
    Process command = command(List.of(), "login", "default", "--method", "device");
    await(Operation.LOGIN);
    take(how);
    CommandRun first = CommandRun.await(command);

    giveBack();
    CommandRun next = CommandRun.await(command(List.of(), "token"));

    assertThat(first.exit()).as(first.err()).isEqualTo(FIX_CONFIGURATION);
    assertThat(first.err()).containsAnyOf("unlock it", "start and unlock one");
    assertThat(scene.simulator.isFamilyAlive("F2")).isFalse();
    assertThat(next.exit()).as(next.err()).isEqualTo(OK);
    assertThat(scene.simulator.familyOf(next.out().strip())).contains("F1");
    assertSavedOnce(2L);
  }

  private String newToken() {
    return Objects.requireNonNull(scene.simulator.newFamily("alice").refreshToken());
  }

  private Process logInWith(String token) throws IOException {
    return logInWith(token, List.of());
  }

  private Process logInWith(String token, List<String> wrapper) throws IOException {
    Process command = command(wrapper, "login", "default", "--refresh-token-stdin");
    try (Writer keyboard = command.outputWriter(UTF_8)) {
      keyboard.write(token + "\n");
    }
    return command;
  }

  /* The command at the end of a line, as somebody pastes it. */
  private static String[] offered(CommandRun run) {
    Matcher remedy = REMEDY.matcher(run.all());
    assertThat(remedy.find()).as(run.all()).isTrue();
    return remedy.group(1).split(" ", -1);
  }

  private void logIn() {
    Grant fresh = scene.freshGrant();
    String refresh = Objects.requireNonNull(fresh.tokens().refresh());
    try (TokenManager manager = VaultClient.manager(scene.environment, keyring.vaults())) {
      manager.login(Grant.login(fresh.client(), TokenSet.ofRefresh(refresh)));
    }
  }

  private void take(String how) throws IOException {
    if (how.equals("gone")) {
      keyring.stopKeyring();
    } else {
      keyring.lock();
    }
  }

  private void giveBack() throws IOException {
    keyring.stopKeyring();
    keyring.startKeyring();
  }

  private void await(Operation operation) throws InterruptedException {
    Duration timeout = Duration.ofMinutes(1);
    assertThat(scene.simulator.ledger().await(entry -> entry.isOf(operation), timeout)).isPresent();
  }

  private void assertSavedOnce(Long... generations) throws IOException {
    StoreChoice placement = new StoreChoice(new Settings(null, null), keyring.vaults());
    Grant stored = new StateDirectory(scene.home).store("default", placement).readGrant();
    String refresh = Objects.requireNonNull(stored).tokens().refresh();
    assertThat(scene.simulator.isCurrentRefreshToken(String.valueOf(refresh))).isTrue();
    assertThat(stored.generation()).isIn((Object[]) generations);
    scene.spends().areExactly(1);
    assertNoTokenIn(scene.home, "sim-");
    assertNoTokenIn(memory, "sim-rt-");
  }

  private static void assertNoTokenIn(Path directory, String token) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(token);
      }
    }
  }

  /** In a namespace of its own, where what was the memory of all is a directory on the disk. */
  private List<String> withoutMemory() throws Exception {
    Path disk = Files.createDirectory(scene.directory.resolve("disk"));
    List<String> unshare = List.of("unshare", "-m", "sh", "-c");
    List<String> trial = new ArrayList<>(unshare);
    trial.addAll(List.of("mount --bind \"$0\" /dev/shm", disk.toString()));
    boolean possible = new ProcessBuilder(trial).start().waitFor() == 0;
    assumeTrue(possible, "a namespace of mounts needs root or user namespaces");
    scene.environment.put("XDG_RUNTIME_DIR", disk.toString());
    List<String> wrapper = new ArrayList<>(unshare);
    wrapper.addAll(List.of("mount --bind \"$0\" /dev/shm && exec \"$@\"", disk.toString()));
    return wrapper;
  }

  /** In a namespace of its own, where another memory lies over that of all. */
  private List<String> inOtherMemory() throws Exception {
    String mount = "mount -t tmpfs -o mode=1777 none /dev/shm";
    boolean possible =
        new ProcessBuilder("unshare", "-m", "sh", "-c", mount).start().waitFor() == 0;
    assumeTrue(possible, "a namespace of mounts needs root or user namespaces");
    return List.of("unshare", "-m", "sh", "-c", mount + " && exec \"$@\"", "sh");
  }

  private Process command(List<String> wrapper, String... args) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    builder.environment().put("PATH", "/usr/bin:/bin");
    Process process = builder.start();
    children.add(process);
    return process;
  }

  private static String saidFirst(Process command) throws IOException {
    return String.valueOf(command.errorReader(UTF_8).readLine());
  }

  private static String hears(Process command, String word) throws IOException {
    StringBuilder said = new StringBuilder();
    while (said.indexOf(word) < 0) {
      String line = command.errorReader(UTF_8).readLine();
      assertThat(line).as("waiting for %s in: %s", word, said).isNotNull();
      said.append(line).append('\n');
    }
    return said.toString();
  }

  private static void interrupt(Process command) throws Exception {
    new ProcessBuilder("/bin/kill", "-INT", Long.toString(command.pid())).start().waitFor();
  }
}
