package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands whose environment names paths that this machine cannot name. */
class CommandPathsTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "token, HOME", "token, XDG_CONFIG_HOME", "token, PAWL_HOME", "status, PAWL_HOME",
    "doctor, XDG_CONFIG_HOME", "doctor, PAWL_HOME", "logout, PAWL_HOME", "explain, PAWL_HOME"
  })
  void anyVerb_pathThatCannotBeNamed_saysSoAndWhatToDo(String verb, String variable) {
    Map<String, String> environment = CommandRun.environment(home);
    environment.put(variable, "/no\0where");
    environment.put("XDG_STATE_HOME", "/no\0where");
    if (variable.equals("HOME")) {
      environment.remove("XDG_CONFIG_HOME");
    }

    CommandRun run = CommandRun.of(environment, "", verb);

    assertThat(run.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(run.err()).contains("next: ").doesNotContain("Exception", "a fault", "\0");
  }
}
