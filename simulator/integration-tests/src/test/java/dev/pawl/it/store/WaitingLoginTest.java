package dev.pawl.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.VaultClient;
import dev.pawl.credentials.UnsavedLogins;
import dev.pawl.directory.StateDirectory;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.file.MemoryFile;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.it.vault.StandInSecurity;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.Journal;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refreshed login that waits in memory for its vault: who may look there, and who may not. */
@EnabledOnOs(OS.LINUX)
class WaitingLoginTest {
  private static final String OTHER_MOUNTS = "mnt:[1]";

  @RegisterExtension
  final UserScene scene = UserScene.of(RotationPolicy.GRACE_SAME, ReplayPolicy.UNKNOWN);

  private StandInSecurity security;
  private Path memory;

  @BeforeEach
  void start() throws IOException {
    memory = scene.runtimeDirectory();
    CommandRun.settings(scene.directory, "{\"credentials\": {\"store\": \"keychain\"}}");
    security = new StandInSecurity(Files.createDirectory(scene.directory.resolve("programs")));
  }

  @Test
  void token_placeOnAFileSystemThatIsNotSeen_presentsNothingAndNamesIt() throws Exception {
    JournalRecord parked = park(ReplayPolicy.UNKNOWN);
    MemoryFile place = Objects.requireNonNull(parked.parked());
    journal().force(parked.at(like(place, place.device() + 1, place.boot(), OTHER_MOUNTS)));

    TokenException problem = catchThrowableOfType(TokenException.class, this::token);
    int meanwhile = scene.spends().count();
    journal().force(parked);
    Token token = token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem).hasMessageContaining(place.path().toString());
    assertThat(meanwhile).isEqualTo(1);
    assertThat(token.generation()).isEqualTo(2);
    assertThat(scene.isAccepted(token)).isTrue();
    scene.spends().areExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"emptied", "restarted", "unmounted"})
  void token_placeIsGone_isADoubtAndReplayed(String how) throws Exception {
    lose(park(ReplayPolicy.UNKNOWN), how);

    Token token = token();

    assertThat(scene.isAccepted(token)).isTrue();
    assertThat(token.generation()).isGreaterThan(1);
    scene.spends().areExactly(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"emptied", "restarted", "unmounted"})
  void token_placeIsGoneAndNoReplayIsPermitted_needsALogin(String how) throws Exception {
    lose(park(ReplayPolicy.NEVER), how);

    TokenException problem = catchThrowableOfType(TokenException.class, this::token);

    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areExactly(1);
  }

  @Test
  void status_loginWaits_namesThePlaceAndTheRemedyUntilItIsSaved() throws Exception {
    JournalRecord parked = park(ReplayPolicy.UNKNOWN);
    String place = String.valueOf(Objects.requireNonNull(parked.parked()).path());

    String status = run("status");
    String json = run("status", "--json");
    String doctor = run("doctor");
    Token token = token();

    assertThat(status).contains(place).contains("unlock the keychain, then: pawl token default");
    assertThat(status).doesNotContain("make room");
    assertThat(json).contains("\"waitingLogin\":\"" + place);
    assertThat(doctor).contains(place).contains("unlock the keychain");
    assertThat(token.generation()).isEqualTo(2);
    assertThat(
            new ProfileReport(Map.of("PAWL_HOME", scene.home.toString()), "default").waitingLogin())
        .isNull();
    assertThat(run("doctor")).doesNotContain(place);
  }

  @Test
  void status_processCannotLookThere_namesThePlace() throws Exception {
    JournalRecord parked = park(ReplayPolicy.UNKNOWN);
    MemoryFile place = Objects.requireNonNull(parked.parked());
    journal().force(parked.at(like(place, place.device() + 1, place.boot(), OTHER_MOUNTS)));

    String status = run("status");

    assertThat(status).contains(place.path().toString()).contains("cannot look");
  }

  @Test
  void token_journalDamagedAndKeychainLockedThen_presentsNothingWithoutReplay() throws Exception {
    logIn(ReplayPolicy.NEVER);
    byte[] garbage = new byte[100];
    Arrays.fill(garbage, (byte) 'x');
    Files.write(scene.home.resolve("grants/default.journal"), garbage);
    security.mode("locked");

    TokenException locked = catchThrowableOfType(TokenException.class, this::token);
    security.unlock();
    TokenException problem = catchThrowableOfType(TokenException.class, this::token);

    assertThat(locked.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areNone();
  }

  private void logIn(ReplayPolicy replay) {
    Grant fresh = scene.freshGrant();
    String refresh = Objects.requireNonNull(fresh.tokens().refresh());
    ClientRegistration client = fresh.client();
    ClientRegistration server =
        new ClientRegistration(
            client.issuer(),
            client.tokenEndpoint(),
            client.revocationEndpoint(),
            client.clientId(),
            client.scope(),
            replay);
    try (TokenManager manager = manager(scene.environment)) {
      manager.login(Grant.login(server, TokenSet.ofRefresh(refresh)));
    }
  }

  /** A login whose keychain was locked when the answer came, and whose process has ended. */
  private JournalRecord park(ReplayPolicy replay) throws Exception {
    logIn(replay);
    security.lockAfterWrites(1);
    Map<String, String> session = new HashMap<>(scene.environment);
    session.put("XDG_RUNTIME_DIR", memory.toString());
    try (TokenManager manager = manager(session)) {
      assertThat(manager.token().generation()).isEqualTo(2);
    }
    assertThat(UnsavedLogins.await(20_000)).isTrue();
    security.unlock();
    JournalRecord parked = journal().read();
    assertThat(parked.state()).isEqualTo(JournalRecord.State.PARKED);
    assertThat(Objects.requireNonNull(parked.parked()).path()).startsWith(memory);
    return parked;
  }

  private void lose(JournalRecord parked, String how) throws IOException {
    MemoryFile place = Objects.requireNonNull(parked.parked());
    switch (how) {
      case "emptied" -> deleteBeside(place.path());
      case "restarted" ->
          journal().force(parked.at(like(place, place.device(), "0", place.namespace())));
      default ->
          journal()
              .force(parked.at(like(place, place.device() + 1, place.boot(), place.namespace())));
    }
  }

  private static void deleteBeside(Path place) throws IOException {
    String name = String.valueOf(place.getFileName());
    for (String suffix : List.of("", ".answer")) {
      Files.deleteIfExists(place.resolveSibling(name + suffix));
    }
  }

  private static MemoryFile like(MemoryFile place, long device, String boot, String mounts) {
    return new MemoryFile(place.path(), device, boot, mounts);
  }

  /** As a job has it that has no session: it looks where the journal says, and nowhere else. */
  private Token token() {
    try (TokenManager manager = manager(scene.environment)) {
      return manager.tokenValidFor(Duration.ofMinutes(5));
    }
  }

  private TokenManager manager(Map<String, String> session) {
    return VaultClient.manager(session, security.vaults(session));
  }

  private String run(String... args) {
    return scene.run(args).all();
  }

  private Journal journal() {
    return new StateDirectory(scene.home).journal("default");
  }
}
