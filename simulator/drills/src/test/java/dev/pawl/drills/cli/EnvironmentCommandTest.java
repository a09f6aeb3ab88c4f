package dev.pawl.drills.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.wire.StrictJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EnvironmentCommandTest {
  private static final Simulator SIMULATOR = Simulator.builder().clouds().start();

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterAll
  static void stop() {
    SIMULATOR.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bash, export AWS_ENDPOINT_URL='%s', unset AWS_PROFILE",
    "fish, set -gx AWS_ENDPOINT_URL '%s', set -e AWS_PROFILE",
    "json, '\"AWS_ENDPOINT_URL\":\"%s\"', '\"AWS_PROFILE\"'"
  })
  void env_ofARunningSimulator_printsVariablesAndWritesTheHome(
      String shell, String set, String unset) throws Exception {
    Path home = directory.resolve("home");

    int exit = env(SIMULATOR, "--shell", shell, "--home", home.toString());

    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains(set.formatted(SIMULATOR.aws().endpoint()), unset, home.toString());
    assertThat(home.resolve(".aws/config"))
        .content()
        .contains("endpoint_url = " + SIMULATOR.aws().endpoint());
  }

  @Test
  void env_inBash_survivesAQuoteInTheHome() throws Exception {
    Path home = directory.resolve("it's");
    int exit = env(SIMULATOR, "--home", home.toString());

    Process shell = new ProcessBuilder("sh", "-c", out + "printf %s \"$HOME\"").start();
    String told = new String(shell.getInputStream().readAllBytes(), UTF_8);

    assertThat(exit).isZero();
    assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(told).isEqualTo(home.toString());
  }

  @Test
  void env_ofASimulatorWithTls_hasItsAuthorityTrusted() throws Exception {
    try (Simulator simulator = Simulator.builder().clouds().tls().start()) {
      Path home = directory.resolve("home");

      int exit = env(simulator, "--home", home.toString());

      assertThat(exit).isZero();
      assertThat(out.toString())
          .contains("export AWS_ENDPOINT_URL='https://")
          .contains("export AWS_EC2_METADATA_SERVICE_ENDPOINT='http://")
          .contains(
              "export JAVA_TOOL_OPTIONS='-Djavax.net.ssl.trustStore=" + home.resolve("trust.p12"))
          .contains("export AWS_CA_BUNDLE='" + home.resolve("ca.pem") + "'");
      assertThat(home.resolve("trust.p12")).isNotEmptyFile();
      assertThat(home.resolve("ca.pem")).content().isEqualTo(simulator.caCertificate());
    }
  }

  @Test
  void env_ofASimulatorWithoutClouds_exitsWith1AndSaysSo() throws Exception {
    try (Simulator simulator = Simulator.builder().start()) {
      int exit = env(simulator, "--home", directory.toString());

      assertThat(exit).isEqualTo(1);
      assertThat(err.toString()).contains("409", "there are no clouds");
      assertThat(out.toString()).isEmpty();
    }
  }

  @Test
  void env_whereNoSimulatorAnswers_exitsWith1() throws Exception {
    Simulator simulator = Simulator.builder().start();
    simulator.close();

    int exit = env(simulator, "--home", directory.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "pawl simulator env: no simulator answers at " + simulator.admin());
  }

  @Test
  void env_ofAFileThatTellsOfNone_exitsWith2() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "{}");

    int exit = run(file.toString());

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains(file + " is not what 'pawl simulator --json' prints");
  }

  private int env(Simulator simulator, String... options) throws Exception {
    Map<String, Object> welcome = new LinkedHashMap<>();
    welcome.put("admin", simulator.admin().toString());
    welcome.put("adminToken", simulator.adminToken());
    if (simulator.admin().getScheme().equals("https")) {
      Path authority = Files.writeString(directory.resolve("ca"), simulator.caCertificate());
      welcome.put("caCertificate", authority.toString());
    }
    Path file = Files.writeString(directory.resolve("welcome"), StrictJson.write(welcome));
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = file.toString();
    return run(all);
  }

  private int run(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 2];
    all[0] = "simulator";
    all[1] = "env";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return commandLine.execute(all);
  }
}
