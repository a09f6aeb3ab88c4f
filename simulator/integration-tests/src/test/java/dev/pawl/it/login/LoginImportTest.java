package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.ProfileLogin;
import dev.pawl.token.CacheMode;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LoginOutcome.Result;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many logins at once, through the library and through the command line. */
class LoginImportTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void start() throws IOException {
    CommandRun.settings(scene.directory, "{\"cache\": {\"profiles\": 500}}");
  }

  @Test
  void logins_newProfiles_areServedToAllAtOnce() {
    List<ProfileLogin> logins = logins(50);
    try (TokenManagers managers = managers();
        TokenManagers others = managers()) {

      List<LoginOutcome> outcomes = imported(managers, logins);

      assertThat(outcomes).extracting(LoginOutcome::result).containsOnly(Result.STORED);
      assertThat(outcomes).extracting(LoginOutcome::profile).isEqualTo(names(logins));
      assertThat(logins)
          .allSatisfy(
              login ->
                  assertThat(others.manager(login.profile()).token().value())
                      .isEqualTo(login.grant().tokens().access()));
      scene.spends().areNone();
    }
  }

  @Test
  void logins_sameImportAfterRefreshes_changesNothing() {
    List<ProfileLogin> logins = logins(5);
    try (TokenManagers managers = managers()) {
      List<LoginOutcome> first = imported(managers, logins);
      scene.expire();
      List<String> refreshed =
          logins.stream().map(login -> managers.manager(login.profile()).token().value()).toList();

      List<LoginOutcome> again = imported(managers, logins);

      assertThat(first).hasSize(5);
      assertThat(again).extracting(LoginOutcome::result).containsOnly(Result.UNCHANGED);
      assertThat(logins.stream().map(login -> managers.manager(login.profile()).token().value()))
          .isEqualTo(refreshed);
      assertThat(scene.simulator.ledger().revocations().count()).isZero();
    }
  }

  @Test
  void logins_otherLoginOrEndedOrUseless_areToldApart() {
    List<ProfileLogin> logins = logins(3);
    ProfileLogin nameless = new ProfileLogin("No Name", scene.freshGrant());
    try (TokenManagers managers = managers()) {
      managers.manager("customer-0").login(scene.freshGrant());
      managers.manager("customer-1").login(logins.get(1).grant());
      managers.manager("customer-1").logout();
      List<ProfileLogin> all = new ArrayList<>(logins);
      all.add(nameless);

      List<LoginOutcome> outcomes = imported(managers, all);

      assertThat(outcomes)
          .extracting(LoginOutcome::result)
          .containsExactly(Result.KEPT, Result.STORED, Result.STORED, Result.FAILED);
      assertThat(outcomes.get(0).problem()).contains("another login");
    }
  }

  @Test
  void logins_iteratorThrows_whatCameBeforeIsStoredAndTold() {
    Iterator<ProfileLogin> broken = broken(logins(3));
    List<LoginOutcome> outcomes = new ArrayList<>();
    try (TokenManagers managers = managers()) {

      assertThatThrownBy(() -> managers.importLogins(broken, outcomes::add))
          .isInstanceOf(NoSuchElementException.class);

      assertThat(outcomes).extracting(LoginOutcome::result).containsOnly(Result.STORED).hasSize(3);
      assertThat(managers.manager("customer-2").token().profile()).isEqualTo("customer-2");
    }
  }

  @Test
  void logins_interrupted_keepsTheInterruptAndWhatWasRead() {
    List<LoginOutcome> outcomes = new ArrayList<>();
    try (TokenManagers managers = managers()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> managers.importLogins(logins(3).iterator(), outcomes::add))
          .isInstanceOf(TokenException.class);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(outcomes).extracting(LoginOutcome::result).containsExactly(Result.STORED);
    }
  }

  @Test
  void loginImport_linesOnStandardInput_areStoredAndSummedUp() {
    IssuedGrant one = scene.simulator.newFamily("alice");
    IssuedGrant two = scene.simulator.newFamily("bob");
    String lines = line("a", one) + "\n\n" + line("b", two);

    CommandRun first = run(lines, "login", "--import", "-", "--json");
    CommandRun again = run(lines, "login", "--import", "-");
    CommandRun token = run("", "token", "b");

    assertThat(first.all()).isEqualTo("{\"stored\":2,\"unchanged\":0,\"kept\":0,\"failed\":0}\n");
    assertThat(again.all()).isEqualTo("logins: 0 stored 2 unchanged 0 kept 0 failed\n");
    assertThat(scene.simulator.labelOf(token.out().strip())).contains("F2.at1");
  }

  @Test
  void loginImport_lineThatIsWrong_isNamedAndNotQuoted() {
    IssuedGrant one = scene.simulator.newFamily("alice");
    String wrong = "{\"profile\":\"b\",\"issuer\":\"https://x\",\"refresh_token\":\"fake-secret\"";

    CommandRun run = run(line("a", one) + "\n" + wrong + "\n", "login", "--import", "-", "--json");

    assertThat(run.exit()).isEqualTo(USAGE);
    assertThat(run.err()).startsWith("pawl: line 2: ").doesNotContain("fake-secret");
    assertThat(run.out()).contains("\"stored\":1");
  }

  @Test
  void loginImport_fileThatOthersMayRead_isRefused() throws IOException {
    Path file = scene.directory.resolve("logins.jsonl");
    Files.writeString(file, line("a", scene.simulator.newFamily("alice")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    CommandRun open = run("", "login", "--import", file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    CommandRun closed = run("", "login", "--import", file.toString());

    assertThat(open.exit()).isEqualTo(USAGE);
    assertThat(open.err()).contains("chmod 600");
    assertThat(closed.out()).startsWith("logins: 1 stored");
  }

  @Test
  void loginImport_killedBetween_secondRunCompletesIt() throws IOException {
    CommandRun first = run(line("a", scene.simulator.newFamily("alice")), "login", "--import", "-");
    Path stored = stored("a");
    Path arriving = stored.resolveSibling("a.json.import");
    Files.write(arriving, "half a".getBytes(StandardCharsets.US_ASCII));
    Files.delete(stored);
    Files.deleteIfExists(scene.directory.resolve("state/cache"));

    CommandRun status = run("", "status", "a");
    CommandRun second =
        run(line("a", scene.simulator.newFamily("alice")), "login", "--import", "-");

    assertThat(first.exit()).isEqualTo(OK);
    assertThat(status.exit()).isEqualTo(LOG_IN);
    assertThat(second.out()).startsWith("logins: 1 stored");
    assertThat(arriving).doesNotExist();
    scene.simulator.ledger().revocations().areNone();
  }

  private Path stored(String profile) throws IOException {
    try (Stream<Path> files = Files.walk(scene.directory.resolve("state"))) {
      return files.filter(file -> file.endsWith(profile + ".json")).findFirst().orElseThrow();
    }
  }

  private String line(String profile, IssuedGrant issued) {
    return String.format(
        "{\"profile\":\"%s\",\"issuer\":\"%s\",\"client_id\":\"%s\",\"refresh_token\":\"%s\"}",
        profile, scene.simulator.issuer(), scene.simulator.clientId(), issued.refreshToken());
  }

  private CommandRun run(String input, String... args) {
    Map<String, String> environment = scene.environment;
    return CommandRun.of(environment, input, args);
  }

  private static Iterator<ProfileLogin> broken(List<ProfileLogin> logins) {
    Iterator<ProfileLogin> rest = logins.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public ProfileLogin next() {
        return rest.next();
      }
    };
  }

  private List<ProfileLogin> logins(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new ProfileLogin("customer-" + n, scene.freshGrant()))
        .toList();
  }

  private static List<String> names(List<ProfileLogin> logins) {
    return logins.stream().map(ProfileLogin::profile).toList();
  }

  private static List<LoginOutcome> imported(TokenManagers managers, List<ProfileLogin> logins) {
    List<LoginOutcome> outcomes = new ArrayList<>();
    managers.importLogins(logins.iterator(), outcomes::add);
    return outcomes;
  }

  private TokenManagers managers() {
    return TokenManagers.open(
        TokenManager.builder()
            .environment(scene.environment)
            .clock(scene.simulator.clock())
            .cache(CacheMode.SHARED)
            .expectedProfiles(100_000));
  }
}
