package dev.pawl.fleetdev;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.fleetdev.HostShell.Run;
import dev.pawl.fleetdev.HostShell.Running;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs on hosts that share logins in a real PostgreSQL. */
final class FleetCommandsTest {
  private static final DevFleet fleet = new DevFleet();
  private static final AtomicInteger hosts = new AtomicInteger();
  private static Path parts;

  @TempDir Path directory;
  private HostShell a;
  private HostShell b;

  @BeforeAll
  static void start(@TempDir Path shared) throws IOException {
    fleet.start();
    parts = HostShell.parts(shared);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void takeNewHosts() {
    a = host();
    b = host();
  }

  private static HostShell host() {
    return new HostShell(fleet.environment("host-" + hosts.incrementAndGet()));
  }

  @Test
  void token_secondHostAsAProcess_printsTheTokenOfTheFirst() throws Exception {
    logIn("shared");

    Run first = process(a, "token", "shared").await();
    Run second = process(b, "token", "shared").await();

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(second).isEqualTo(first);
    assertThat(second.err()).isEmpty();
  }

  /* A fleet's token lies in memory alone, so the cache must: as where XDG_RUNTIME_DIR is set. */
  @Test
  void token_warm_opensNoStoreAndNoSeal() throws Exception {
    Path classes = directory.resolve("classes.log");
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "pawl-fleet-test");
    Map<String, String> environment =
        new HashMap<>(fleet.environment("warm-" + hosts.incrementAndGet()));
    environment.put("XDG_RUNTIME_DIR", memory.toString());
    HostShell host = new HostShell(environment);
    logIn("warm");
    Run cold = process(host, "token", "warm").await();

    Run warm =
        host.start(parts, List.of("-Xlog:class+load:file=" + classes), "token", "warm").await();
    DevFleet.remove(memory);

    assertThat(warm).isEqualTo(cold);
    assertThat(classes)
        .content()
        .contains("dev.pawl.credentials.FastPath")
        .doesNotContain("dev.pawl.TokenManager ", "org.postgresql.", "com.google.crypto.")
        .doesNotContain("dev.pawl.store.fleet.FleetSession");
  }

  @Test
  void token_endedOnBothHostsAndWantedByFourProcesses_isSpentOnce() throws Exception {
    long before = spends();
    logInEnded("ended");

    List<Running> started = new ArrayList<>();
    for (HostShell host : List.of(a, b, a, b)) {
      started.add(process(host, "token", "ended"));
    }
    List<Run> runs = new ArrayList<>();
    for (Running running : started) {
      runs.add(running.await());
    }

    assertThat(runs).hasSize(4).containsOnly(runs.get(0));
    assertThat(runs.get(0).exit()).as(runs.get(0).err()).isZero();
    assertThat(spends() - before).isEqualTo(1);
  }

  @Test
  void login_onOneHost_isTheLoginOfTheOtherAndLiesOnNeither() throws IOException {
    IssuedGrant issued = fleet.simulator().newFamily("bob");
    Run login =
        a.typed(
            issued.refreshToken(),
            "login",
            "in",
            "--issuer",
            fleet.simulator().issuer().toString(),
            "--client-id",
            fleet.simulator().clientId(),
            "--refresh-token-stdin");

    Run token = b.run("token", "in");
    Run status = b.run("status", "in");

    assertThat(login.exit()).as(login.err()).isZero();
    assertThat(token.exit()).as(token.err()).isZero();
    assertThat(status.out()).contains("usable", "store       fleet postgresql://localhost");
    assertThat(everythingOnDisk()).doesNotContain(issued.refreshToken(), token.line());
  }

  @Test
  void logout_onOneHost_isALogoutOnEveryHost() {
    logIn("out");
    b.run("token", "out");

    Run logout = a.run("logout", "out");
    Run elsewhere = host().run("token", "out");

    assertThat(logout.out()).isEqualTo("logged out profile out\n");
    assertThat(elsewhere.exit()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("pawl login out");
  }

  @Test
  void token_loggedOutHereAndInElsewhere_asksTheStore() {
    logIn("again");
    a.run("token", "again");
    a.run("logout", "again");

    logIn("again");
    Run token = a.run("token", "again");
    Run status = a.run("status", "again");

    assertThat(token.exit()).as(token.err()).isZero();
    assertThat(status.exit()).isZero();
  }

  @Test
  void status_loginMadeElsewhereAndNeverUsedHere_isUsable() {
    logIn("unseen");

    Run status = b.run("status", "unseen");
    Run explain = b.run("explain", "unseen");

    assertThat(status.exit()).as(status.out()).isZero();
    assertThat(status.out()).contains("claim       none", "seen        not by this host yet");
    assertThat(explain.out()).contains("profile unseen of the fleet postgresql://localhost");
    assertThat(explain.out()).contains("fleet: postgresql://localhost", "claim none");
  }

  @Test
  void loginImport_manyLogins_lieInTheFleetAndOnNoDisk() throws IOException {
    IssuedGrant one = fleet.simulator().newFamily("one");
    IssuedGrant two = fleet.simulator().newFamily("two");

    Run imported = a.typed(line("import-1", one) + line("import-2", two), "login", "--import", "-");
    Run again = b.typed(line("import-1", one), "login", "--import", "-");
    Run token = b.run("token", "import-2");

    assertThat(imported.out()).as(imported.err()).contains("2 stored");
    assertThat(again.out()).as(again.err()).contains("1 unchanged");
    assertThat(token.exit()).as(token.err()).isZero();
    assertThat(everythingOnDisk()).doesNotContain(one.refreshToken(), two.refreshToken());
  }

  private static String line(String profile, IssuedGrant issued) {
    return """
        {"profile":"%s","issuer":"%s","client_id":"%s","refresh_token":"%s","token_endpoint":"%s"}
        """
        .formatted(
            profile,
            fleet.simulator().issuer(),
            fleet.simulator().clientId(),
            issued.refreshToken(),
            fleet.simulator().tokenEndpoint());
  }

  @Test
  void token_loginOfThatNameLiesOnThisHost_isThatOne() throws IOException {
    Map<String, String> alone = new HashMap<>(fleet.environment("own-" + hosts.incrementAndGet()));
    Map<String, String> inFleet = Map.copyOf(alone);
    alone.put("XDG_CONFIG_HOME", directory.toString());
    Grant own = logIn("own", alone);
    logIn("own");

    HostShell host = new HostShell(inFleet);
    Run token = host.run("token", "own");
    Run warm = host.run("token", "own");
    Run status = host.run("status", "own");
    Run doctor = host.run("doctor");
    Run table = host.run("fleet", "status");

    assertThat(token.line()).isEqualTo(own.tokens().access()).isEqualTo(warm.line());
    assertThat(status.out()).contains("store       file\n").doesNotContain("postgresql");
    assertThat(doctor.out()).contains("another login of that name lies on this host");
    assertThat(table.out()).containsPattern("own +idle \\(this host has its own\\)");
  }

  @Test
  void token_settingsNameNoFleetAnyMore_isAnErrorAndNoOtherLogin() {
    logIn("unnamed");
    Map<String, String> environment =
        new HashMap<>(fleet.environment("unnamed-" + hosts.incrementAndGet()));
    new HostShell(environment).run("token", "unnamed");
    environment.put("XDG_CONFIG_HOME", directory.toString());

    Run token = new HostShell(environment).run("token", "unnamed");

    assertThat(token.exit()).isEqualTo(4);
    assertThat(token.err()).contains("set fleet.url and fleet.key");
    assertThat(token.out()).isEmpty();
  }

  @Test
  void fleetStatus_json_tellsStoreAndLogins() {
    logIn("told");
    a.run("token", "told");

    Run status = a.run("fleet", "status", "--json");

    assertThat(status.exit()).as(status.err()).isZero();
    assertThat(status.out())
        .contains("\"place\":\"postgresql://localhost", "\"reachable\":true", "\"problems\":[]")
        .contains("\"engine\":\"PostgreSQL\"", "\"profile\":\"told\",\"state\":\"idle\"");
    assertThat(status.out()).containsPattern("\"latencyMillis\":\\d+,");
    assertThat(status.out().lines()).hasSize(1);
  }

  @Test
  void fleetStatus_storeIsAway_tellsWhatWasSeenAndEndsWith3() throws IOException {
    logIn("away");
    Map<String, String> environment =
        new HashMap<>(fleet.environment("away-" + hosts.incrementAndGet()));
    new HostShell(environment).run("token", "away");
    environment.put("XDG_CONFIG_HOME", settings("postgresql://postgres@localhost:1/postgres"));

    HostShell host = new HostShell(environment);
    Run table = host.run("fleet", "status");
    Run status = host.run("status", "away");
    Run token = host.run("token", "away");
    Run doctor = host.run("doctor");

    assertThat(table.exit()).isEqualTo(3);
    assertThat(table.out()).contains("does not answer").containsPattern("away +idle");
    assertThat(status.out()).contains("(does not answer)", "ago by this host");
    assertThat(token.exit()).as(token.err()).isZero();
    assertThat(doctor.exit()).isEqualTo(1);
    assertThat(doctor.out()).contains("WARN fleet: postgresql://localhost", "FAIL fleet: ");
  }

  @Test
  void fleetInit_twice_changesNothingTheSecondTime() {
    Run run = a.run("fleet", "init");
    Run named = host().run("fleet", "init", "--url", fleet.url());
    Run nowhere = a.run("fleet", "init", "--url", "postgresql://postgres@localhost:1/postgres");
    Run misused = a.run("fleet", "init", "--password", "text:planted-secret");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("nothing was changed", "GRANT SELECT, INSERT, UPDATE");
    assertThat(named.out()).isEqualTo(run.out());
    assertThat(nowhere.exit()).isEqualTo(3);
    assertThat(misused.exit()).isEqualTo(2);
    assertThat(misused.err()).doesNotContain("planted-secret");
  }

  @Test
  void fleet_noVerbOrNoFleet_saysWhatIsMissing() {
    Run bare = a.run("fleet");
    Run none =
        new HostShell(Map.of("PAWL_HOME", directory.toString(), "HOME", directory.toString()))
            .run("fleet", "status");

    assertThat(bare.exit()).isEqualTo(2);
    assertThat(bare.err()).contains("one of init, key, status and dev");
    assertThat(none.exit()).isEqualTo(4);
    assertThat(none.err()).contains("no settings name a fleet");
  }

  @Test
  void fleetKey_newFile_isPrivateAndNeverOverwritten() throws IOException {
    Path file = directory.resolve("key");

    Run made = a.run("fleet", "key", file.toString());
    String key = Files.readString(file);
    Run again = a.run("fleet", "key", file.toString());

    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(again.exit()).isEqualTo(4);
    assertThat(file).content().isEqualTo(key);
    assertThat(made.out() + again.err()).doesNotContain(key.substring(60, 120));
  }

  @Test
  void fleetKey_rotatedInTwoSteps_opensWhatEitherHostSeals() throws IOException {
    Path key = Files.copy(fleet.directory().resolve("fleet.key"), directory.resolve("new.key"));
    logIn("sealed");
    a.run("fleet", "key", "--rotate", key.toString());
    HostShell added = keyed(Files.copy(key, directory.resolve("added.key")));
    a.run("fleet", "key", "--promote", key.toString());
    HostShell promoted = keyed(key);

    Run before = promoted.run("token", "sealed");
    Grant next = logIn("sealed-anew", environment(key));
    Run after = added.run("token", "sealed-anew");
    Run old = a.run("token", "sealed-anew");

    assertThat(before.exit()).as(before.err()).isZero();
    assertThat(after.line()).isEqualTo(next.tokens().access());
    assertThat(old.exit()).isEqualTo(4);
    assertThat(old.err()).contains("give each host the same key");
  }

  @Test
  void fleetKey_rotatedWhileAProgramRuns_isReadAnewByIt() throws IOException {
    Path key = Files.copy(fleet.directory().resolve("fleet.key"), directory.resolve("run.key"));
    logIn("running");
    try (TokenManagers program =
        TokenManagers.open(TokenManager.builder().environment(environment(key)))) {
      program.manager("running").token();
      a.run("fleet", "key", "--rotate", key.toString());
      a.run("fleet", "key", "--promote", key.toString());
      Grant later = logIn("running-on", environment(key));

      String token = program.manager("running-on").token().value();

      assertThat(token).isEqualTo(later.tokens().access());
    }
  }

  private HostShell keyed(Path key) throws IOException {
    return new HostShell(environment(key));
  }

  private Map<String, String> environment(Path key) throws IOException {
    Map<String, String> environment =
        new HashMap<>(fleet.environment("keyed-" + hosts.incrementAndGet()));
    Path settings =
        Files.createDirectories(directory.resolve("c" + hosts.incrementAndGet() + "/pawl"));
    String text = Files.readString(fleet.directory().resolve("config/pawl/settings.json"));
    String old = fleet.directory().resolve("fleet.key").toString();
    Files.writeString(settings.resolve("settings.json"), text.replace(old, key.toString()));
    environment.put("XDG_CONFIG_HOME", String.valueOf(settings.getParent()));
    return environment;
  }

  private String settings(String url) throws IOException {
    Path settings = Files.createDirectories(directory.resolve("away/pawl"));
    String text = Files.readString(fleet.directory().resolve("config/pawl/settings.json"));
    Files.writeString(settings.resolve("settings.json"), text.replace(fleet.url(), url));
    return String.valueOf(settings.getParent());
  }

  private static Running process(HostShell host, String... words) {
    return host.start(parts, List.of(), words);
  }

  private static Grant logIn(String profile) {
    return logIn(profile, fleet.environment("maker-" + hosts.incrementAndGet()));
  }

  private static Grant logIn(String profile, Map<String, String> environment) {
    long now = System.currentTimeMillis();
    return logIn(profile, environment, now, now + 60_000);
  }

  private static void logInEnded(String profile) {
    long now = System.currentTimeMillis();
    logIn(profile, fleet.environment("maker-" + hosts.incrementAndGet()), now - 60_000, now - 1);
  }

  private static Grant logIn(
      String profile, Map<String, String> environment, long issued, long ends) {
    IssuedGrant family = fleet.simulator().newFamily("alice");
    ClientRegistration client =
        new ClientRegistration(
            fleet.simulator().issuer().toString(),
            fleet.simulator().tokenEndpoint(),
            fleet.simulator().revocationEndpoint(),
            fleet.simulator().clientId(),
            "",
            ReplayPolicy.UNKNOWN);
    Grant grant =
        Grant.login(
            client, new TokenSet(family.accessToken(), issued, ends, family.refreshToken()));
    try (TokenManager manager =
        TokenManager.builder().profile(profile).environment(environment).warmUp(false).build()) {
      manager.login(grant);
    }
    return grant;
  }

  private static long spends() {
    return fleet.simulator().ledger().entries().spends().count();
  }

  /* Of all hosts, character for character. */
  private static String everythingOnDisk() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(fleet.directory())) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().contains("/host-"))
              .toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }
}
