package dev.pawl.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DrillCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void list_printsNumbersNamesAndPolicies() {
    int exit = run("drill", "--list");

    assertThat(exit).isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^ +1  expiry-herd +STRICT_FAMILY ")
        .containsPattern("(?m)^ +28  no-rotation +OMIT ")
        .contains("sigint");
  }

  @Test
  void help_names_everyExitCode() {
    int exit = run("drill", "--help");

    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("Exit codes:", "--matrix", "--junit", "chronicle")
        .containsPattern("(?m)^ +3 +none failed, but at least one could not run");
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-drill, there is no drill 'no-such-drill'",
    "--processes=1, --processes must be 2 to 1024",
    "--cache=disk, --cache must be one of",
    "--policy=SOFT, --policy"
  })
  void wrongUsage_exitsWith2AndNamesTheWord(String argument, String message) {
    int exit = run("drill", argument);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void drill_byName_writesTableAndReports(@TempDir Path home) throws Exception {
    Path json = home.resolve("o.json");
    Path junit = home.resolve("o.xml");

    int exit =
        run(
            "drill",
            "expiry-herd",
            "--processes=2",
            "--untimed",
            "--seed=42",
            "--json=" + json,
            "--junit=" + junit);

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("1 of 1 drills passed, seed 42");
    assertThat(Json.readObject(Files.readString(json))).containsKeys("pawl", "seed", "drills");
    assertThat(junit).content().contains("<testcase");
  }

  @Test
  void drill_thatMustFail_exitsWith1AndSaysHowToRepeatIt() {
    int exit = run("drill", "broken-clients", "--processes=2", "--untimed", "--seed=42");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString())
        .contains("I1: F1.rt0 was presented again")
        .contains("./pawl drill broken-clients --policy STRICT_FAMILY --cache mapped")
        .contains("--seed 42")
        .containsPattern("ledger: /.*[.]jsonl");
  }
}
