package dev.pawl.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.gateway.GatewayRun;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small form of the run with 16 processes and 100,000 profiles. */
class GatewayRunTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"mapped, 200", "none, 60"})
  void run_someProcessesAndManyProfiles_spendsOnceAProfileAndLifetime(String cache, int profiles)
      throws Exception {
    GatewayRun run = new GatewayRun(new GatewayRun.Size(profiles, 4, 3, cache, 7), home);

    run.run();

    assertThat(run.violations()).isEmpty();
    assertThat(run.figures()).containsEntry("spends", 3 * profiles);
  }
}
