package dev.pawl.cloud.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.directory.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CloudLoginsTest {
  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-06-01T00:00:00Z");

  @Test
  void advice_ofAMomentAgo_isWhatTheOtherProcessWasTold() {
    logins().note(ended("Run: aws sso login"));
    now = now.plus(Duration.ofMinutes(9));

    assertThat(logins().advice()).isEqualTo("Run: aws sso login");
  }

  @Test
  void advice_ofYesterday_isNotToldAnyMore() {
    logins().note(ended("Run: aws sso login"));
    now = now.plus(Duration.ofDays(1));

    assertThat(logins().advice()).isEqualTo("the session has ended");
  }

  @Test
  void note_filesOfOthersAMonthAgo_areForgottenAndNothingElse() throws IOException {
    Path old = file("cloud-old.verdict", Duration.ofDays(31));
    Path output = file("cloud-old.output", Duration.ofDays(31));
    Path fresh = file("cloud-fresh.output", Duration.ofDays(1));
    Path other = file("login.json", Duration.ofDays(31));

    logins().note(ended("Run: aws sso login"));

    assertThat(old).doesNotExist();
    assertThat(output).doesNotExist();
    assertThat(fresh).exists();
    assertThat(other).exists();
  }

  private Path file(String name, Duration age) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "{}");
    return Files.setLastModifiedTime(file, FileTime.from(now.minus(age)));
  }

  private static CloudException ended(String advice) {
    return new CloudException(Kind.SESSION_ENDED, advice, null);
  }

  private CloudLogins logins() {
    Map<String, String> environment = Map.of("HOME", directory.toString());
    return new CloudLogins(
        new CloudKey(CloudPlatform.BEDROCK, environment),
        environment,
        TokenClock.of(() -> now),
        () -> new StateDirectory(directory),
        line -> {});
  }
}
