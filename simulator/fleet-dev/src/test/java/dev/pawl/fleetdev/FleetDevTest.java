package dev.pawl.fleetdev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pawl fleet dev} prints works, and nothing is left of it. */
final class FleetDevTest {
  @TempDir Path temporary;

  @Test
  void fleetDev_itsTwoCommands_printOneTokenAndNothingIsLeft() throws Exception {
    Process fleet = start("fleet", "dev");
    List<String> commands = commands(fleet);

    List<HostShell.Run> runs = new ArrayList<>();
    for (String command : commands) {
      runs.add(new HostShell(variables(command)).run("token"));
    }
    fleet.destroy();

    assertThat(commands).hasSize(2).doesNotHaveDuplicates();
    assertThat(runs.get(0).exit()).as(runs.get(0).err()).isZero();
    assertThat(runs).containsOnly(runs.get(0));
    assertThat(fleet.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void fleetDev_anArgument_isMisuse() throws Exception {
    Process fleet = start("fleet", "dev", "--fast");

    assertThat(fleet.waitFor()).isEqualTo(2);
    assertThat(new String(fleet.getErrorStream().readAllBytes(), UTF_8))
        .contains("fleet dev takes no arguments");
  }

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).start();
  }

  private static List<String> commands(Process fleet) throws IOException {
    List<String> commands = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(fleet.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("  XDG_CONFIG_HOME=")) {
        commands.add(line.strip());
      }
      if (line.startsWith("Ctrl-C")) {
        break;
      }
    }
    return commands;
  }

  private static Map<String, String> variables(String command) {
    Map<String, String> variables = new HashMap<>();
    for (String word : command.split(" ", -1)) {
      int sign = word.indexOf('=');
      if (sign > 0) {
        variables.put(word.substring(0, sign), word.substring(sign + 1));
      }
    }
    assertThat(command).endsWith(" pawl token");
    return variables;
  }
}
