package dev.pawl.clouddrills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clouddrills.drill.CloudDrill;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CloudDrillsCommandTest {
  @TempDir Path directory;

  /** What a command did. */
  private record Run(int exit, String out, String err) {}

  @Test
  void drills_thatAreNamed_passAndAreWritten() {
    Path file = directory.resolve("verdicts.json");

    Run run = run("30", "azure-claims", "--processes", "2", "--seed", "7", "--json", "" + file);

    assertThat(run.exit).as(run.out + run.err).isZero();
    assertThat(run.out)
        .contains("aws-clock-skew", "azure-claims", "2 of 2 drills passed, seed 7")
        .contains("bedrock.invoke_model 6, sso.get_role_credentials 1");
    assertThat(file)
        .content()
        .contains("\"repeat\":\"./pawl drill clouds azure-claims --processes 2 --seed 7\"")
        .contains("\"asked\":{\"entra.client_credentials\":1}");
  }

  @Test
  void drill_thatDoesNotExist_isWrongUsage() {
    Run run = run("99");

    assertThat(run.exit).isEqualTo(2);
    assertThat(run.err).contains("there is no drill '99' of clouds; see --list");
  }

  @Test
  void list_ofOneNumber_hasItsVariants() {
    Run run = run("--list", "38");

    assertThat(run.exit).isZero();
    assertThat(run.out.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("azure-claims"),
            line -> assertThat(line).contains("azure-login-too-old"));
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
        .contains("clouds")
        .containsAll(CloudDrill.all().stream().map(CloudDrill::name).toList());
  }

  private static Run run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new CloudDrillsCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words);
    return new Run(exit, out.toString(), err.toString());
  }
}
