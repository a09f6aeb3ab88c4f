package dev.pawl.fleetdrills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.fleetdrills.drill.FleetDrill;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class FleetDrillsCommandTest {
  @TempDir Path directory;

  /** What a command did. */
  private record Run(int exit, String out, String err) {}

  @Test
  void drills_thatAreNamed_passOnPostgresAndAreWritten() {
    Path file = directory.resolve("verdicts.json");

    Run run = run("50", "52", "58", "66", "--processes", "1", "--seed", "7", "--json", "" + file);

    assertThat(run.exit).as(run.out + run.err).isZero();
    assertThat(run.out)
        .contains(
            "expiry-herd",
            "holder-killed",
            "leader-killed-claimed",
            "4 of 4 drills passed, seed 7");
    assertThat(file)
        .content()
        .contains(
            "\"repeat\":\"./pawl drill fleet holder-killed --engine postgres --processes 1 --seed 7\"")
        .contains("\"spends\":2,\"replays\":1,\"doubts\":1,\"lost\":0");
  }

  @Test
  void drill_onEtcd_passes() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/etcd")), "etcd is needed (.ci/setup)");

    Run run = run("58", "66", "--engine", "etcd", "--processes", "1");

    assertThat(run.exit).as(run.out + run.err).isZero();
    assertThat(run.out).contains("2 of 2 drills passed");
  }

  @Test
  void engine_owner_isSaidNotToBeThere() {
    Run run = run("--engine", "owner");

    assertThat(run.exit).isEqualTo(4);
    assertThat(run.err).contains("not built yet; next: --engine postgres");
  }

  @Test
  void engine_thatDoesNotExist_isWrongUsage() {
    Run run = run("--engine", "redis");

    assertThat(run.exit).isEqualTo(2);
    assertThat(run.err).contains("--engine is postgres, etcd or owner, not redis");
  }

  @Test
  void drill_thatDoesNotExist_isWrongUsage() {
    Run run = run("99");

    assertThat(run.exit).isEqualTo(2);
    assertThat(run.err).contains("there is no drill '99' of the fleet; see --list");
  }

  @Test
  void list_ofOneNumber_hasIt() {
    Run run = run("--list", "60");

    assertThat(run.exit).isZero();
    assertThat(run.out.lines())
        .singleElement()
        .asString()
        .contains("login-elsewhere", "the old one is revoked");
  }

  @Test
  void completion_ofTheDrills_knowsEachOfThem() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int exit =
        dev.pawl.cli.Main.run(
            new String[] {"completion", "words", "--", "drill", ""},
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            System.err,
            Map.of());

    assertThat(exit).isZero();
    assertThat(out.toString(UTF_8).lines())
        .contains("fleet")
        .containsAll(FleetDrill.all().stream().map(FleetDrill::name).toList());
  }

  private static Run run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new FleetDrillsCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words);
    return new Run(exit, out.toString(), err.toString());
  }
}
