package dev.pawl.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.VaultClient;
import dev.pawl.credentials.FastPath;
import dev.pawl.doctor.Doctor;
import dev.pawl.doctor.Finding;
import dev.pawl.it.kit.FileWatch;
import dev.pawl.it.kit.UserScene;
import dev.pawl.it.vault.StandInSecurity;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a login lies, who moves it, and what is read how often. */
class VaultLoginTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  private StandInSecurity security;

  @BeforeEach
  void open() throws IOException {
    security = new StandInSecurity(Files.createDirectory(scene.directory.resolve("programs")));
  }

  private TokenManager manager() {
    return VaultClient.manager(scene.environment, security.vaults());
  }

  private void settings(String store) throws IOException {
    Path file =
        Files.createDirectories(scene.directory.resolve("config/pawl")).resolve("settings.json");
    Files.writeString(file, "{\"credentials\": {\"store\": " + store + "}}");
  }

  private void logIn() {
    try (TokenManager manager = manager()) {
      manager.login(scene.freshGrant());
    }
  }

  private long generation() {
    try (TokenManager manager = manager()) {
      return manager.token().generation();
    }
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, this::generation);
  }

  private String stored() throws IOException {
    return Files.readString(scene.grantFile());
  }

  @Test
  void login_nothingOrAutoIsSet_liesInTheFile() throws IOException {
    logIn();
    settings("\"auto\"");
    logIn();

    assertThat(stored()).contains("sim-rt-").doesNotContain("\"vault\"");
    assertThat(security.arguments()).isEmpty();
  }

  @Test
  void login_keychainIsSet_liesThereForEveryProcessWhateverItsSettingsSay() throws IOException {
    settings("\"keychain\"");
    logIn();
    Files.delete(scene.directory.resolve("config/pawl/settings.json"));

    assertThat(generation()).isEqualTo(1);

    assertThat(stored()).contains("\"vault\"").doesNotContain("sim-");
    logIn();
    assertThat(stored()).contains("\"vault\"").doesNotContain("sim-");
    assertThat(generation()).isEqualTo(2);
  }

  @Test
  void login_tokensAreBoundToAKey_keepsTheKeyWithThemAndItsThumbprintInTheFile()
      throws IOException {
    settings("\"keychain\"");
    ProofKey key = ProofKey.fresh();
    try (TokenManager manager = manager()) {
      manager.login(key.on(scene.freshGrant()));
    }

    try (TokenManager manager = manager()) {
      Token token = manager.token();
      assertThat(token.kind()).isEqualTo(Credential.Kind.DPOP);
      assertThat(token.key()).isEqualTo(key);
    }
    assertThat(stored())
        .contains("\"vault\"", "\"dpop_jkt\": \"" + key.thumbprint() + "\"")
        .doesNotContain("dpop_key");
  }

  @Test
  void login_otherPlaceIsSet_movesAndLeavesNothingBehind() throws IOException {
    logIn();
    settings("\"keychain\"");
    assertThat(generation()).isEqualTo(1);
    assertThat(stored()).contains("sim-rt-");

    logIn();
    try (var files = Files.walk(scene.directory.resolve("state/grants"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("sim-");
      }
    }
    settings("\"file\"");
    logIn();

    assertThat(stored()).contains("sim-rt-");
    assertThat(security.items()).isZero();
    assertThat(generation()).isEqualTo(3);
  }

  @Test
  void login_settingIsNoPlace_saysWhichFieldOfWhichFile() throws IOException {
    settings("\"vault-7\"");

    TokenException failure = catchThrowableOfType(TokenException.class, this::logIn);

    assertThat(failure.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(failure).hasMessageContaining("settings.json: field credentials.store");
    assertThat(failure.getMessage()).doesNotContain("vault-7");
  }

  @Test
  void login_keychainLocked_changesNothingAndFallsBackToNothing() throws IOException {
    settings("\"keychain\"");
    security.mode("locked");

    TokenException failure = catchThrowableOfType(TokenException.class, this::logIn);

    assertThat(failure.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(failure).hasMessageContaining("unlock");
    assertThat(scene.grantFile()).doesNotExist();
    security.unlock();
    assertThat(failure().reason()).isEqualTo(Reason.LOG_IN);
  }

  @Test
  void token_keychainLockedLater_isAnErrorAndNothingIsSpent() throws IOException {
    settings("\"keychain\"");
    logInWithoutAccessToken();
    security.mode("locked");

    TokenException failure = failure();
    security.unlock();

    assertThat(failure.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(failure).hasMessageContaining("unlock");
    scene.spends().areNone();
    assertThat(generation()).isEqualTo(2);
    assertThat(stored()).doesNotContain("sim-");
  }

  private void logInWithoutAccessToken() {
    Grant fresh = scene.freshGrant();
    String refresh = Objects.requireNonNull(fresh.tokens().refresh());
    try (TokenManager manager = manager()) {
      manager.login(Grant.login(fresh.client(), TokenSet.ofRefresh(refresh)));
    }
  }

  @Test
  void token_keychainLockedWhenTheAnswerComes_isSavedOnceItIsUnlocked() throws Exception {
    settings("\"keychain\"");
    logInWithoutAccessToken();
    security.lockAfterWrites(1);
    try (TokenManager manager = manager()) {
      assertThat(manager.token().generation()).isEqualTo(2);
      security.unlock();
    }

    awaitGeneration(2);
    assertThat(generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  private void awaitGeneration(long generation) throws Exception {
    String wanted = "\"generation\": " + generation;
    FileWatch.until(scene.home.resolve("grants"), () -> stored().contains(wanted));
  }

  @Test
  void token_crashBetweenKeychainAndRecord_servesWhatTheKeychainHolds() throws IOException {
    settings("\"keychain\"");
    logInWithoutAccessToken();
    String old = stored();
    assertThat(generation()).isEqualTo(2);
    Files.writeString(scene.grantFile(), old);
    Files.delete(scene.directory.resolve("state/cache"));

    try (TokenManager manager = manager()) {
      Token token = manager.token();
      assertThat(token.generation()).isEqualTo(2);
      scene.spends().areExactly(1);
      assertThat(manager.renew(token).generation()).isEqualTo(3);
    }
    scene.spends().areExactly(2);
    assertThat(stored()).contains("\"generation\": 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros behind", "emptied", "zeros only", "cut"})
  void token_recordLeftByAKilledWriter_isStillTheLoginInTheKeychain(String how) throws Exception {
    settings("\"keychain\"");
    logIn();
    byte[] record = Files.readAllBytes(scene.grantFile());
    byte[] reserved = Arrays.copyOf(record, record.length + 5_000);
    Files.write(scene.grantFile().resolveSibling("default.json.next"), reserved);
    byte[] left =
        switch (how) {
          case "zeros behind" -> reserved;
          case "emptied" -> new byte[0];
          case "zeros only" -> new byte[record.length];
          default -> Arrays.copyOf(record, record.length / 2);
        };
    Files.write(scene.grantFile(), left);

    long served = generation();
    long renewed;
    try (TokenManager manager = manager()) {
      renewed = manager.renew(manager.token()).generation();
    }

    assertThat(served).isEqualTo(1);
    assertThat(renewed).isEqualTo(2);
    assertThat(stored()).contains("\"vault\"").doesNotContain("sim-");
    scene.spends().areExactly(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void checkup_loginInAKeychainThatIsNotHere_failsWithARemedy() throws IOException {
    settings("\"keychain\"");
    logIn();

    List<Finding> findings = Doctor.of(scene.environment);

    assertThat(findings)
        .filteredOn(finding -> finding.level() == Finding.Level.FAIL)
        .anyMatch(finding -> finding.subject().equals("profile default store"))
        .allMatch(finding -> String.valueOf(finding.remedy()).contains("credentials.store"));
  }

  @Test
  void token_recordDeleted_isALogout() throws IOException {
    settings("\"keychain\"");
    logIn();
    Files.delete(scene.grantFile());

    assertThat(failure().reason()).isEqualTo(Reason.LOG_IN);
  }

  @Test
  void token_itemDeleted_isALogoutAndLoginWorksAgain() throws IOException {
    settings("\"keychain\"");
    logInWithoutAccessToken();
    for (Path item : items()) {
      Files.delete(item);
    }

    assertThat(failure().reason()).isEqualTo(Reason.LOG_IN);
    logIn();
    assertThat(generation()).isGreaterThan(1);
  }

  @Test
  void login_itemUnreadableAfterALogout_isStored() throws IOException {
    settings("\"keychain\"");
    logIn();
    List<Path> items = items();
    try (TokenManager manager = manager()) {
      var unused = manager.logout();
    }
    for (Path item : items) {
      Files.writeString(item, "of another tool");
    }

    logIn();

    assertThat(items).isNotEmpty();
    assertThat(generation()).isGreaterThan(2);
    assertThat(stored()).contains("\"vault\"").doesNotContain("sim-");
  }

  private List<Path> items() throws IOException {
    try (var items = Files.list(scene.directory.resolve("programs/state/items"))) {
      return items.toList();
    }
  }

  @Test
  void token_cacheOnADisk_readsTheKeychainOncePerProcess() throws IOException {
    settings("\"keychain\"");
    logIn();
    long before = reads();

    try (TokenManager manager = manager()) {
      for (int i = 0; i < 20; i++) {
        assertThat(manager.token().generation()).isEqualTo(1);
        assertThat(manager.status().usable()).isTrue();
      }
    }

    assertThat(reads() - before).isOne();
    assertThat(FastPath.at(scene.environment, "default")).isNull();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void token_cacheInMemory_startsNoProcess() throws IOException {
    Path runtime =
        Files.createTempDirectory(
            Path.of("/dev/shm"),
            "pawl",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    scene.environment.put("XDG_RUNTIME_DIR", runtime.toString());
    settings("\"keychain\"");
    logIn();
    String before = security.arguments();

    assertThat(generation()).isEqualTo(1);
    FastPath fastPath = Objects.requireNonNull(FastPath.at(scene.environment, "default"));
    assertThat(fastPath.token(Duration.ofMinutes(1))).isNotNull();
    assertThat(scene.run("status", "--json").out()).contains("keychain");
    assertThat(scene.run("status").out()).contains("keychain");

    assertThat(security.arguments()).isEqualTo(before);
    try (var files = Files.walk(runtime)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private long reads() throws IOException {
    return security
        .arguments()
        .lines()
        .filter(line -> line.startsWith("find-generic-password"))
        .count();
  }
}
