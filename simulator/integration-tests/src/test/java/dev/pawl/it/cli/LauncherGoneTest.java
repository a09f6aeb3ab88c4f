package dev.pawl.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.Scene;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose launcher was killed. */
final class LauncherGoneTest {
  private static final int TIMEOUT_SECONDS = 60;

  @TempDir Path directory;

  @Test
  void login_launcherIsKilled_endsSoonAfterIt() throws Exception {
    try (Scene scene = Scene.strict(directory.resolve("state"))) {
      String java =
          "'%s/bin/java' -Dpawl.launcher.process=$$ -cp '%s' %s login --issuer %s --client-id %s"
              .formatted(
                  System.getProperty("java.home"),
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  scene.simulator.issuer(),
                  scene.simulator.clientId());
      ProcessBuilder builder =
          new ProcessBuilder("/bin/sh", "-c", java + " --method device; echo ended");
      builder.environment().clear();
      builder.environment().putAll(CommandRun.environment(directory));
      Process launcher = builder.redirectErrorStream(true).start();
      BufferedReader said = launcher.inputReader(UTF_8);
      String line = said.readLine();
      while (line != null && !line.contains("waiting for the login there")) {
        line = said.readLine();
      }
      ProcessHandle jvm = launcher.children().findFirst().orElseThrow();

      launcher.destroyForcibly();

      assertThat(jvm.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }
}
