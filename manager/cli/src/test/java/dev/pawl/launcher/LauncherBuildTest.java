package dev.pawl.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.launcher.LauncherTree.Run;
import dev.pawl.launcher.LauncherTree.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the launcher builds, and that it builds once. */
final class LauncherBuildTest {
  private static final int STARTS = 40;
  private static final int BUILD_FAILED = 70;
  private static final int NO_TOOL = 78;

  @TempDir Path directory;
  private LauncherTree tree;

  @BeforeEach
  void copyLauncher() throws IOException {
    tree = LauncherTree.in(directory.resolve("tree"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void drill_fortyFirstStartsAtOnce_buildsOnceAndAllRun(boolean flock) throws IOException {
    if (!flock) {
      tree.without("flock");
    }

    List<Run> runs = awaitAll(startAll());

    assertThat(runs).hasSize(STARTS).allMatch(run -> run.exit() == 0);
    assertThat(runs)
        .allMatch(run -> run.out().startsWith("class dev.pawl.drills.cli.Main\nargs drill\n"));
    assertThat(tree.mavenCalls()).containsExactly("call");
  }

  @Test
  void drill_fortyFirstStartsAndABuildThatFails_failsOnceForAllWhoWaited() throws IOException {
    Files.createFile(tree.root().resolve("mvn-fails"));
    tree.withGate("flock", STARTS);

    List<Run> runs = awaitAll(startAll());

    assertThat(runs).allMatch(run -> run.exit() == BUILD_FAILED);
    assertThat(tree.mavenCalls()).containsExactly("call");
  }

  private List<Running> startAll() throws IOException {
    List<Running> started = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      started.add(tree.start(tree.script(), directory, "drill"));
    }
    return started;
  }

  private static List<Run> awaitAll(List<Running> started) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Running running : started) {
      runs.add(running.await());
    }
    return runs;
  }

  @Test
  void drill_firstUse_reportsProgressOnStderrOnly() throws IOException {
    Run run = tree.run("drill", "--list");

    assertThat(run.err()).startsWith("pawl: building (first use").endsWith("pawl: built\n");
    assertThat(run.out()).startsWith("class dev.pawl.drills.cli.Main\nargs drill|--list\n");
  }

  @Test
  void bench_built_runsTheBenchmarks() throws IOException {
    Run first = tree.built().run("bench", "Floor");
    Run second = tree.run("bench", "Floor");

    assertThat(first.out()).startsWith("class dev.pawl.benchmarks.Main\nargs bench|Floor\n");
    assertThat(first.err()).contains("building (first use of this verb");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).isEmpty();
  }

  @Test
  void drillScoreboard_built_runsTheScoreboardFromAPlaceOfItsOwn() throws IOException {
    Run first = tree.built().run("drill", "scoreboard", "--only", "a");
    Run second = tree.run("drill", "scoreboard", "--only", "a");
    Run drill = tree.run("drill", "--list");

    assertThat(first.out())
        .startsWith("class dev.pawl.scoreboard.Main\nargs drill|scoreboard|--only|a\n");
    assertThat(first.err()).contains("building (first use of this verb");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(drill.out()).startsWith("class dev.pawl.drills.cli.Main\n");
    assertThat(drill.err()).isEmpty();
  }

  @Test
  void drillClouds_built_runsThemFromAPlaceOfTheirOwn() throws IOException {
    Run first = tree.built().run("drill", "clouds", "34");
    Run second = tree.run("drill", "clouds", "34");
    Run help = tree.run("drill", "clouds", "--help");

    assertThat(first.out()).startsWith("class dev.pawl.clouddrills.Main\nargs drill|clouds|34\n");
    assertThat(first.err()).contains("building (first use of this verb");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: pawl drill clouds ");
  }

  @Test
  void drillFleet_built_runsThemFromAPlaceOfTheirOwn() throws IOException {
    Run first = tree.built().run("drill", "fleet", "50");
    Run second = tree.run("drill", "fleet", "50");
    Run help = tree.run("drill", "fleet", "--help");

    assertThat(first.out()).startsWith("class dev.pawl.fleetdrills.Main\nargs drill|fleet|50\n");
    assertThat(first.err()).contains("building (first use of this verb");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: pawl drill fleet ");
  }

  @Test
  void fleet_firstUse_buildsItsPartsInFoldersOfTheirOwnAndKeepsThem() throws IOException {
    Run first = tree.built().run("fleet", "status");
    Run second = tree.run("fleet", "status");
    tree.editSource();
    tree.run("doctor");

    assertThat(first.err()).contains("building (first use of this verb");
    assertThat(second.out()).startsWith("class dev.pawl.cli.Main\nargs fleet|status\n");
    assertThat(second.err()).isEmpty();
    for (String part : List.of("fleet", "postgres", "etcd")) {
      assertThat(tree.published().resolve("fleet/" + part + "/pawl-" + part + ".jar")).exists();
    }
    assertThat(tree.published().resolve("pawl-postgres.jar")).doesNotExist();
  }

  @Test
  void token_fleetIsBuilt_hasItNotOnTheClassPathAndKnowsItsFolder() throws IOException {
    tree.run("build", "fleet");

    Run run = tree.run("token");

    assertThat(run.out())
        .contains("fleet " + tree.published().toRealPath().resolve("fleet") + "\n")
        .doesNotContain("pawl-postgres", "postgres.jar");
  }

  @Test
  void fleetDev_built_runsItFromAPlaceOfItsOwn() throws IOException {
    Run first = tree.built().run("fleet", "dev");
    Run help = tree.run("fleet", "dev", "--help");

    assertThat(first.out()).startsWith("class dev.pawl.fleetdev.Main\nargs fleet|dev\n");
    assertThat(tree.published().resolve("fleet-dev")).isDirectory();
    assertThat(help.out()).startsWith("Usage: pawl fleet dev\n");
  }

  @Test
  void drillScoreboard_help_buildsNothing() throws IOException {
    Run run = tree.run("drill", "scoreboard", "--help");

    assertThat(run.out()).startsWith("Usage: pawl drill scoreboard ");
    assertThat(tree.mavenCalls()).isEmpty();
  }

  @Test
  void drillScoreboard_buildFails_saysSoAndRunsNothing() throws IOException {
    tree.built();
    Files.createFile(tree.root().resolve("mvn-fails"));

    Run run = tree.run("drill", "scoreboard");

    assertThat(run.exit()).isEqualTo(70);
    assertThat(run.err()).contains("[ERROR] planted", "the build failed");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void drill_nothingChanged_doesNotBuildAgain() throws IOException {
    Run run = tree.built().run("drill");

    assertThat(run.err()).isEmpty();
    assertThat(tree.mavenCalls()).hasSize(1);
  }

  @Test
  void drill_sourceNewerThanTheBuild_buildsAgainBesideTheOldOne() throws IOException {
    Path first = tree.built().published();
    tree.editSource();

    Run run = tree.run("doctor");

    assertThat(run.err()).contains("building (sources changed)");
    assertThat(tree.mavenCalls()).hasSize(2);
    assertThat(tree.published()).isNotEqualTo(first);
    assertThat(first.resolve("pawl-cli.jar")).exists();
  }

  @Test
  void token_sourceNewerThanTheBuild_doesNotBuild() throws IOException {
    tree.built().editSource();

    Run run = tree.run("token");

    assertThat(run.err()).isEmpty();
    assertThat(tree.mavenCalls()).hasSize(1);
  }

  @Test
  void build_oldBuilds_areRemovedButTheLastThree() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.createDirectories(tree.root().resolve("target/pawl/2000010100000" + i + "-1"));
    }

    tree.built();

    try (var kept = Files.list(tree.root().resolve("target/pawl"))) {
      assertThat(kept.filter(Files::isDirectory))
          .hasSize(3)
          .contains(tree.published())
          .doesNotContain(tree.root().resolve("target/pawl/20000101000002-1"));
    }
  }

  @Test
  void drill_buildFails_showsTheErrorAndNamesTheLog() throws IOException {
    Files.createFile(tree.root().resolve("mvn-fails"));

    Run run = tree.run("drill");

    Path log = tree.root().toRealPath().resolve("target/pawl/build.log");
    assertThat(run.exit()).isEqualTo(BUILD_FAILED);
    assertThat(run.err()).contains("[ERROR] planted", "the build failed; its log: " + log);
    assertThat(log).content().contains("[ERROR] planted");
  }

  @Test
  void drill_buildFailedBefore_triesAgain() throws IOException {
    Path switchOff = Files.createFile(tree.root().resolve("mvn-fails"));
    tree.run("drill");
    Files.delete(switchOff);

    Run run = tree.run("drill");

    assertThat(run.exit()).isZero();
  }

  @Test
  void drill_withoutMaven_saysWhatToInstall() throws IOException {
    Run run = tree.without("mvn").run("drill");

    assertThat(run.exit()).isEqualTo(NO_TOOL);
    assertThat(run.err()).contains("no mvn on the PATH; install Maven 3.8.6 or newer");
  }

  @Test
  void drill_lockOfADeadProcess_isTakenOver() throws IOException {
    Path lock = Files.createDirectory(tree.root().resolve(".pawl-build-lock"));
    Running dead = tree.start(tree.script(), directory, "help");
    dead.await();
    Files.writeString(lock.resolve("pid"), dead.process().pid() + "\n");

    Run run = tree.without("flock").run("drill");

    assertThat(run.exit()).isZero();
    assertThat(lock).doesNotExist();
  }
}
