package dev.pawl.cloud.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.directory.LoginMarker;
import dev.pawl.directory.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AuthRefreshTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  @TempDir private Path directory;

  @Test
  void run_commandDoesNotEnd_isStoppedAndLeavesAVerdictForAll() throws IOException {
    Path begun = directory.resolve("begun");
    AuthRefresh refresh = refresh("echo $$ > " + begun + "; sleep 1000", Duration.ofMillis(700));

    assertThatThrownBy(() -> refresh.run("key", System.currentTimeMillis()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("awsAuthRefresh in")
        .hasMessageContaining("was stopped after");

    LoginMarker.Left left = Objects.requireNonNull(marker().read());
    assertThat(left.reason()).contains("was stopped after");
    assertThat(alive(begun)).isFalse();
  }

  @Test
  void run_afterOneThatWasStopped_isNotRunAgainForAMinute() throws IOException {
    Path begun = directory.resolve("begun");
    AuthRefresh first = refresh("sleep 1000", Duration.ofMillis(300));
    AuthRefresh second = refresh("echo > " + begun, AuthRefresh.LIMIT);
    assertThatThrownBy(() -> first.run("key", System.currentTimeMillis()))
        .isInstanceOf(CloudException.class);

    assertThatThrownBy(() -> second.run("key", System.currentTimeMillis()))
        .hasMessageContaining("it is run again after");

    assertThat(begun).doesNotExist();
  }

  @Test
  void limit_ofACommandThatAPersonAnswers_isThreeMinutes() {
    assertThat(AuthRefresh.LIMIT).isEqualTo(Duration.ofMinutes(3));
  }

  private AuthRefresh refresh(String line, Duration limit) {
    CloudContext context =
        new CloudContext(CloudPlatform.BEDROCK, ENVIRONMENT, TokenClock.system(), name -> () -> {});
    return new AuthRefresh(
        new CloudCommand("awsAuthRefresh", directory.resolve("settings.json"), line),
        ENVIRONMENT,
        context,
        marker(),
        new CommandOutput(directory.resolve("output")),
        limit);
  }

  private LoginMarker marker() {
    return new StateDirectory(directory).cloudLogin("key");
  }

  private static boolean alive(Path pid) throws IOException {
    long number = Long.parseLong(Files.readString(pid).strip());
    return ProcessHandle.of(number).filter(ProcessHandle::isAlive).isPresent();
  }
}
