package dev.pawl.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.VaultClient;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.vault.KeyringSession;
import dev.pawl.it.vault.StandInSecurity;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The drills that matter most, with processes whose login lies in a keyring or a keychain. */
class VaultProcessesTest {
  private static final int PROCESSES = 6;

  @TempDir Path home;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, String> environment = new HashMap<>();
  private Path programs = Path.of("/usr/bin");
  private @Nullable StandInSecurity security;
  private @Nullable KeyringSession keyring;

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private Scene scene(String kind, RotationPolicy policy) throws IOException {
    Path state = home.resolve("state");
    environment.put("PAWL_HOME", state.toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    Path settings = Files.createDirectories(home.resolve("config/pawl"));
    Files.writeString(
        settings.resolve("settings.json"), "{\"credentials\": {\"store\": \"" + kind + "\"}}");
    if (kind.equals("keychain")) {
      programs = Files.createDirectory(home.resolve("programs"));
      security = new StandInSecurity(programs);
    } else {
      KeyringSession.requirePossible();
      keyring = KeyringSession.unlocked(Files.createDirectory(home.resolve("session")));
      open.push(keyring);
      environment.putAll(keyring.environment());
    }
    Scene scene = Scene.of(state, policy, ReplayPolicy.window(Duration.ofMinutes(10)));
    open.push(scene);
    return scene;
  }

  private Vaults vaults() {
    return security != null ? security.vaults() : Objects.requireNonNull(keyring).vaults();
  }

  /** Logs in with a refresh token alone, so that it must be spent for the first access token. */
  private String logIn(Scene scene) {
    Grant fresh = scene.freshGrant();
    String refresh = Objects.requireNonNull(fresh.tokens().refresh());
    try (TokenManager manager = VaultClient.manager(environment, vaults())) {
      manager.login(Grant.login(fresh.client(), TokenSet.ofRefresh(refresh)));
    }
    return scene.simulator.familyOf(refresh).orElseThrow();
  }

  private List<VaultClient> children(int count) throws IOException {
    List<VaultClient> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      VaultClient child = new VaultClient(programs, environment);
      open.push(child);
      children.add(child);
    }
    for (VaultClient child : children) {
      assertThat(child.answer()).isEqualTo("ready");
    }
    return children;
  }

  private static List<String> all(List<VaultClient> children, String word) throws IOException {
    for (VaultClient child : children) {
      child.tell(word);
    }
    List<String> answers = new ArrayList<>();
    for (VaultClient child : children) {
      answers.add(child.answer());
    }
    return answers;
  }

  /** Neither a refresh token nor an access token lies in any file of the state directory. */
  private void assertNothingSecretOnDisk(Scene scene) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain("sim-rt-").doesNotContain("sim-at-");
      }
    }
    if (security != null) {
      assertThat(security.arguments()).doesNotContain("sim-").doesNotContain("pawl1.");
    }
    assertThat(scene.spends().count()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keychain", "secret-service"})
  void token_neededByManyProcesses_isRefreshedOnceAndNeverOnDisk(String kind) throws Exception {
    Scene scene = scene(kind, RotationPolicy.STRICT_FAMILY);
    String family = logIn(scene);
    List<VaultClient> children = children(PROCESSES);

    assertThat(all(children, "token")).containsOnly("generation 2");

    scene.spends().areExactly(1);
    assertThat(scene.simulator.isFamilyAlive(family)).isTrue();
    assertNothingSecretOnDisk(scene);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keychain", "secret-service"})
  void renew_reportedByManyProcesses_spendsOnce(String kind) throws Exception {
    Scene scene = scene(kind, RotationPolicy.STRICT_FAMILY);
    String family = logIn(scene);
    List<VaultClient> children = children(PROCESSES);
    assertThat(all(children, "token")).containsOnly("generation 2");
    scene.simulator.revokeAccessTokens(family);

    assertThat(all(children, "renew")).containsOnly("generation 3");

    scene.spends().areExactly(2);
    assertThat(scene.simulator.isFamilyAlive(family)).isTrue();
    assertNothingSecretOnDisk(scene);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keychain", "secret-service"})
  void token_spenderKilledAfterTheCommit_isReplayedByTheNext(String kind) throws Exception {
    Scene scene = scene(kind, RotationPolicy.GRACE_SAME);
    String family = logIn(scene);
    List<VaultClient> children = children(3);
    scene.fault("refresh#1: AFTER_COMMIT hang");
    children.get(0).tell("token");
    scene.awaitSpends(1);
    children.get(0).kill();

    assertThat(all(children.subList(1, 3), "token")).containsOnly("generation 2");

    scene.spends().areExactly(2);
    assertThat(scene.simulator.isFamilyAlive(family)).isTrue();
    scene.simulator.revokeAccessTokens(family);
    assertThat(all(children.subList(1, 3), "renew")).containsOnly("generation 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keychain", "secret-service"})
  void logout_duringARefresh_leavesNothingAnywhere(String kind) throws Exception {
    Scene scene = scene(kind, RotationPolicy.STRICT_FAMILY);
    String family = logIn(scene);
    List<VaultClient> children = children(3);
    scene.fault("refresh#1: AFTER_COMMIT delay 500ms");
    children.get(0).tell("token");
    scene.awaitSpends(1);
    children.get(1).tell("logout");

    assertThat(children.get(1).answer()).isEqualTo("out");
    children.get(0).answer();

    assertThat(all(children, "token")).allMatch(answer -> answer.startsWith("LOG_IN"));
    assertThat(scene.simulator.isFamilyAlive(family)).isFalse();
    scene.spends().areExactly(1);
    assertNothingSecretOnDisk(scene);
    assertThat(security == null ? 0 : security.items()).isZero();
  }
}
