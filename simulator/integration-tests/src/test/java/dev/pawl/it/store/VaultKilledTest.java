package dev.pawl.it.store;

import static dev.pawl.it.kit.CommandRun.KILLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.VaultClient;
import dev.pawl.directory.StateDirectory;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.doctor.UnfinishedLogin;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.it.vault.StandInSecurity;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.StoreChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are killed with -9 while the keychain saves what the server has granted. */
@EnabledOnOs(OS.LINUX)
class VaultKilledTest {
  private static final Pattern REFRESH_TOKEN = Pattern.compile("sim-rt-[^\"&\\s]+");

  @RegisterExtension final UserScene scene = UserScene.strict();

  private final List<VaultClient> children = new ArrayList<>();
  private StandInSecurity security;
  private Path memory;

  @BeforeEach
  void start() throws IOException {
    memory = scene.runtimeDirectory();
    scene.environment.put("XDG_RUNTIME_DIR", memory.toString());
    CommandRun.settings(scene.directory, "{\"credentials\": {\"store\": \"keychain\"}}");
    security = new StandInSecurity(Files.createDirectory(scene.directory.resolve("programs")));
  }

  @AfterEach
  void stop() throws IOException {
    children.forEach(VaultClient::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void token_killedWhileTheKeychainSaves_isSavedThereByTheNextProcess(String when)
      throws Exception {
    logIn(TokenSet.ofRefresh(newToken()));

    killWhileSaving(when, "token");
    List<String> waiting = waiting();
    String next = told("token");

    assertThat(waiting).isNotEmpty().allMatch(scene.simulator::isCurrentRefreshToken);
    assertThat(next).isEqualTo("generation 2");
    assertThat(told("token")).isEqualTo("generation 2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isTrue();
    assertSavedOnce();
  }

  @Test
  void login_killedBeforeTheKeychainHasIt_isSavedThereWhenTheTokenIsGivenAgain() throws Exception {
    logIn(scene.freshGrant().tokens());
    String given = newToken();

    killWhileSaving("before", "login " + given);
    List<String> waiting = waiting();
    UnfinishedLogin unfinished = Objects.requireNonNull(unfinished());
    String meanwhile = told("token");
    String again = told("login " + given);

    assertThat(waiting).isNotEmpty().allMatch(scene.simulator::isCurrentRefreshToken);
    assertThat(unfinished.issuer()).isEqualTo(scene.simulator.issuer().toString());
    assertThat(meanwhile).isEqualTo("generation 1");
    assertThat(again).isEqualTo("STORED");
    assertThat(told("token")).isEqualTo("generation 2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F2")).isTrue();
    assertSavedOnce();
  }

  @Test
  void login_killedWhenTheKeychainHasIt_isTheLoginOfTheNextProcess() throws Exception {
    logIn(scene.freshGrant().tokens());
    String given = newToken();

    killWhileSaving("after", "login " + given);
    List<String> waiting = waiting();
    String next = told("token");
    String again = told("login " + given);

    assertThat(waiting).isNotEmpty().allMatch(scene.simulator::isCurrentRefreshToken);
    assertThat(next).isEqualTo("generation 2");
    assertThat(again).isEqualTo("UNCHANGED");
    assertThat(scene.simulator.isFamilyAlive("F2")).isTrue();
    assertSavedOnce();
  }

  @Test
  void login_killedBeforeTheKeychainHasIt_isRevokedByALogout() throws Exception {
    logIn(scene.freshGrant().tokens());

    killWhileSaving("before", "login " + newToken());
    String logout = told("logout");

    assertThat(logout).isEqualTo("out");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F2")).isFalse();
    assertThat(waiting()).isEmpty();
    assertThat(security.items()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void login_ofTheStoredTokenKilledWhileTheKeychainSaves_isFinishedByTheNextProcess(String when)
      throws Exception {
    String stored = newToken();
    logIn(TokenSet.ofRefresh(stored));

    killWhileSaving(when, "login " + stored);
    List<String> waiting = waiting();
    String next = told("token");

    assertThat(waiting).isNotEmpty().allMatch(scene.simulator::isCurrentRefreshToken);
    assertThat(next).isEqualTo("generation 2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isTrue();
    assertSavedOnce();
  }

  private @Nullable UnfinishedLogin unfinished() {
    return new ProfileReport(scene.environment, "default").unfinishedLogin();
  }

  private String newToken() {
    return Objects.requireNonNull(scene.simulator.newFamily("alice").refreshToken());
  }

  private void logIn(TokenSet tokens) {
    try (TokenManager manager =
        VaultClient.manager(scene.environment, security.vaults(scene.environment))) {
      manager.login(Grant.login(scene.client(), tokens));
    }
  }

  /* The first write is the reserve, before the spend. */
  private void killWhileSaving(String when, String word) throws Exception {
    security.killAfterWrites(1, when);
    VaultClient child = child();
    child.tell(word);
    assertThat(child.end()).isEqualTo(KILLED);
    scene.spends().areExactly(1);
  }

  private String told(String word) throws IOException {
    VaultClient child = child();
    child.tell(word);
    String answer = child.answer();
    child.close();
    return answer;
  }

  private VaultClient child() throws IOException {
    VaultClient child = new VaultClient(scene.directory.resolve("programs"), scene.environment);
    children.add(child);
    assertThat(child.answer()).isEqualTo("ready");
    return child;
  }

  /** The refresh tokens in the place in memory, where nobody else can read them. */
  private List<String> waiting() throws IOException {
    List<String> waiting = new ArrayList<>();
    try (Stream<Path> files = Files.walk(memory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher token = REFRESH_TOKEN.matcher(text);
        while (token.find()) {
          waiting.add(token.group());
        }
        assertThat(Files.getPosixFilePermissions(file))
            .as(file.toString())
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getFileStore(file).type()).isEqualTo("tmpfs");
      }
    }
    assertNothingOnDisk();
    return waiting;
  }

  private void assertNothingOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(scene.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain("sim-");
      }
    }
    assertThat(security.arguments()).doesNotContain("sim-").doesNotContain("pawl1.");
  }

  private void assertSavedOnce() throws IOException {
    StoreChoice placement = new StoreChoice(new Settings(null, null), security.vaults());
    Grant stored = new StateDirectory(scene.home).store("default", placement).readGrant();
    String refresh = Objects.requireNonNull(stored).tokens().refresh();
    assertThat(scene.simulator.isCurrentRefreshToken(String.valueOf(refresh))).isTrue();
    assertThat(stored.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
    assertThat(scene.simulator.ledger().spentTwice()).isEmpty();
    assertThat(waiting()).isEmpty();
    assertThat(unfinished()).isNull();
  }
}
