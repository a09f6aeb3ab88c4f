package dev.pawl.drills.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.simulator.wire.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
  void list_ofAllByTheOption_isThatOfTheWord() {
    int byWord = run("drill", "all", "--list");
    String whole = out.toString();
    int byOption = run("drill", "--all", "--list");

    assertThat(byOption).isEqualTo(byWord).isZero();
    assertThat(out.toString()).isEqualTo(whole + whole).contains("expiry-herd", "programs");
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

  @ParameterizedTest
  @CsvSource({
    "--matrix, are not for --client",
    "--client-clock=soon, --client-clock is like +10m",
    "--provider-time=0, --provider-time must be 1 to 5000",
    "--within=0s, --within must be 1s to 1h",
    "--processes=65, --processes must be 2 to 64 with --client",
    "expiry-herd, there is no drill 'expiry-herd' for a client"
  })
  void wrongUsageOfAClient_exitsWith2AndNamesTheWord(String argument, String message) {
    int exit = run("drill", "--client=true", argument);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void optionOfAClient_withoutOne_exitsWith2() {
    int exit = run("drill", "--within=5s");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("--within and --scenario are for --client");
  }

  @Test
  void list_ofAClient_printsItsDrills() {
    int exit = run("drill", "--client=true", "--list");

    assertThat(exit).isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^ +1  herd +STRICT_FAMILY ")
        .containsPattern("(?m)^ +2  lost-answer +GRACE_SAME ")
        .doesNotContain("expiry-herd");
  }

  @Test
  void client_withAScenario_listsItBehindTheDrillsThatAreNamed(@TempDir Path home)
      throws Exception {
    Path file = home.resolve("my own.json");
    Files.writeString(file, "{\"server\":{\"policy\":\"OMIT\"},\"description\":\"of my own\"}");

    int exit = run("drill", "--client=true", "--scenario=" + file, "down", "--list");

    assertThat(exit).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("6  down", "refuses connections for 3 s"),
            line -> assertThat(line).contains("   my-own ", "OMIT", "of my own"));
  }

  @Test
  void client_withABadScenario_exitsWith2AndSaysWhere(@TempDir Path home) throws Exception {
    Path file = home.resolve("bad.json");
    Files.writeString(file, "{\"timeline\":[{\"at\":\"+1s\",\n\"revok\":\"F1\"}]}");

    int exit = run("drill", "--client=true", "--scenario=" + file);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":1:14: a step needs one action, not none"),
            line ->
                assertThat(line).startsWith(file + ":2:1: 'revok' is unknown; allowed are at,"));
  }

  @Test
  void client_thatDoesNothing_exitsWith1AndIsRepeatable(@TempDir Path home) throws Exception {
    Path json = home.resolve("o.json");

    int exit = run("drill", "--client=true", "herd", "--within=1s", "--seed=42", "--json=" + json);

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString())
        .contains("never called DRILL_API", "0 of 1 drills passed, seed 42")
        .contains("./pawl drill --client 'true' herd --policy STRICT_FAMILY")
        .containsPattern("ledger: /.*[.]jsonl");
    assertThat(StrictJson.object(Files.readString(json)).at("/drills/0/result").asText())
        .isEqualTo("FAIL");
  }

  @Test
  void drill_byName_writesTableAndReports(@TempDir Path home) throws Exception {
    Path json = home.resolve("o.json");
    Path junit = home.resolve("o.xml");
    Path html = home.resolve("o.html");

    int exit =
        run(
            "drill",
            "expiry-herd",
            "--processes=2",
            "--untimed",
            "--seed=42",
            "--json=" + json,
            "--junit=" + junit,
            "--html=" + html);

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("1 of 1 drills passed, seed 42");
    assertThat(StrictJson.object(Files.readString(json)).fieldNames())
        .toIterable()
        .contains("pawl", "seed", "drills");
    assertThat(junit).content().contains("<testcase");
    assertThat(html)
        .content()
        .contains("1 of 1 drills passed", "oauth.refresh of F1.rt0 for F1.rt1, GRANTED")
        .doesNotContain("sim-rt-", "sim-at-");
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

  @Test
  void list_ofNames_printsTheseAlone() {
    int exit = run("drill", "5", "random", "broken-clients", "--list");

    assertThat(exit).isZero();
    assertThat(out.toString().lines().toList())
        .hasSize(8)
        .noneMatch(line -> line.contains("expiry-herd"))
        .anyMatch(line -> line.contains("lost-answer-never"))
        .anyMatch(line -> line.contains("random"));
  }

  @Test
  void list_ofUnknownName_exitsWith2() {
    int exit = run("drill", "--list", "nosuch");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("there is no drill 'nosuch'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--junit", "--html"})
  void report_thatCannotBeWritten_exitsWith2BeforeAnyDrill(String option, @TempDir Path home) {
    Path nowhere = home.resolve("no").resolve("o.out");

    int exit = run("drill", "no-rotation", "--processes=2", "--untimed", option + "=" + nowhere);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString())
        .contains(option, nowhere.toString(), "directory does not exist", "create it");
    assertThat(out.toString()).doesNotContain("drills passed");
  }

  @Test
  void report_thatFailsAtTheEnd_leavesTheOtherAndExitsWith5(@TempDir Path home) {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Path junit = home.resolve("o.xml");

    int exit =
        run(
            "drill",
            "no-rotation",
            "--processes=2",
            "--untimed",
            "--json=" + full,
            "--junit=" + junit);

    assertThat(exit).isEqualTo(5);
    assertThat(err.toString()).contains("--json", "/dev/full");
    assertThat(junit).content().contains("<testcase");
  }

  @Test
  void repeat_afterUnusualOptions_namesThem() {
    int exit =
        run(
            "drill",
            "broken-clients",
            "--processes=2",
            "--untimed",
            "--seed=42",
            "--provider-time=50",
            "--threads=3");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("repeat: .* --seed 42 --provider-time 50 --untimed\\R");
  }

  @Test
  void sigterm_beforeAnythingFailed_leavesNoScratch(@TempDir Path home) throws Exception {
    Process child = start(home, "drill", "no-rotation", "--runs=50", "--processes=2", "--untimed");
    try (BufferedReader lines = child.errorReader(StandardCharsets.UTF_8)) {
      String first = lines.readLine();

      child.toHandle().destroy();

      assertThat(first).startsWith("PASS");
      assertThat(child.waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(143);
      try (Stream<Path> left = Files.list(home)) {
        assertThat(left.filter(path -> path.getFileName().toString().startsWith("pawl-drill")))
            .isEmpty();
      }
    } finally {
      child.destroyForcibly();
    }
  }

  private static Process start(Path temporary, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }
}
