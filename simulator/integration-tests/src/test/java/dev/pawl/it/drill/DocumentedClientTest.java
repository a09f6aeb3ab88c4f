package dev.pawl.it.drill;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pawl.cli.Main;
import dev.pawl.drills.client.ClientDrill;
import dev.pawl.drills.client.ClientRun;
import dev.pawl.drills.client.ClientTerms;
import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.process.NeededTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell clients of docs/drill-your-client.md, as a stranger would run them. */
@Timeout(300)
final class DocumentedClientTest {
  private static final int COPIES = 3;

  @TempDir private Path home;

  @BeforeEach
  void requireCurl() {
    NeededTool.require("curl", "--version");
  }

  @Test
  void herd_ofTheClientWithoutALock_failsByReuseAndRevocation() throws Exception {
    DrillVerdict verdict = drill("herd", "sh " + script("client.sh"));

    assertThat(verdict.word()).isEqualTo("FAIL");
    assertThat(verdict.figures().reuse()).isPositive();
    assertThat(verdict.figures().revocations()).isEqualTo(1);
    assertThat(verdict.violations())
        .anyMatch(text -> text.matches("your client spent F1[.]rt[0-9]+ [0-9]+ times: copy .*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"herd", "kill-spender"})
  void drill_ofTheClientWithALock_passes(String name) throws Exception {
    NeededTool.require("flock", "--version");

    DrillVerdict verdict = drill(name, "sh " + script("locked.sh"));

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
  }

  @ParameterizedTest
  @CsvSource({"clock, '', 600", "herd, -2h, -7200"})
  void clock_ofTheClientWithALock_isWrongForItAlone(String name, String clock, long ahead)
      throws Exception {
    NeededTool.require("flock", "--version");
    NeededTool.require("faketime", "--version");
    String tell = "date +%s >>dates; ";

    DrillVerdict verdict = drill(name, tell + "sh " + script("locked.sh"), clock);

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
    Path dates = home.resolve("run").resolve("001-" + name).resolve("scratch/dates");
    assertThat(Files.readAllLines(dates))
        .hasSize(COPIES)
        .allSatisfy(
            date ->
                assertThat(Long.parseLong(date))
                    .isCloseTo(Instant.now().getEpochSecond() + ahead, within(60L)));
  }

  @Test
  void diskFull_ofTheClientWithALock_losesTheLogin() throws Exception {
    NeededTool.require("flock", "--version");
    NeededTool.require("nsenter", "--version");

    Duration impatient = Duration.ofSeconds(10);

    DrillVerdict verdict = drill("disk-full", "sh " + script("locked.sh"), "", impatient);

    assertThat(verdict.notRun()).isEmpty();
    assertThat(verdict.figures().revocations()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"herd", "lost-answer", "disk-full"})
  void drill_ofPawl_passes(String name) throws Exception {
    String path = "PATH='" + pawl() + "':\"$PATH\"; export PATH; ";

    DrillVerdict verdict = drill(name, path + "sh " + script("pawl.sh"));

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
    assertThat(verdict.figures().revocations()).isZero();
  }

  private DrillVerdict drill(String name, String command) throws Exception {
    return drill(name, command, "");
  }

  private DrillVerdict drill(String name, String command, String clock) throws Exception {
    return drill(name, command, clock, Duration.ofSeconds(60));
  }

  private DrillVerdict drill(String name, String command, String clock, Duration within)
      throws Exception {
    ClientTerms terms =
        new ClientTerms(
            command,
            COPIES,
            7,
            Optional.empty(),
            ClientTerms.LIFETIME,
            within,
            clock,
            Duration.ofMillis(100));
    String path = System.getenv().getOrDefault("PATH", "");
    try (ClientRun run = new ClientRun(home.resolve("run"), terms, path)) {
      return run.run(ClientDrill.named(List.of(name)).get(0));
    }
  }

  /** Returns a file with the script that the document shows under this name. */
  private Path script(String name) throws IOException {
    String document =
        Files.readString(Path.of("").toAbsolutePath().resolve("../../docs/drill-your-client.md"));
    String begin = "<!-- " + name + " -->\n```sh\n";
    String end = "```\n<!-- /" + name + " -->\n";
    assertThat(document).contains(begin, end);
    int first = document.indexOf(begin) + begin.length();
    return Files.writeString(
        home.resolve(name), document.substring(first, document.indexOf(end, first)));
  }

  /** Returns a directory with this Pawl in it, for the search path. */
  private Path pawl() throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path pawl = bin.resolve("pawl");
    Files.writeString(
        pawl,
        String.join(
            " ",
            "#!/bin/sh\nexec",
            "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "'",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp",
            "'" + System.getProperty("java.class.path") + "'",
            Main.class.getName(),
            "\"$@\"\n"));
    Files.setPosixFilePermissions(pawl, fromString("rwx------"));
    return bin;
  }
}
