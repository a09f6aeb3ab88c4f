package dev.pawl.benchmarks.contention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.benchmarks.provider.ProviderProcess;
import dev.pawl.process.NeededTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness itself, and the one figure that no machine may change: the number of spends. */
class StormSeriesTest {
  @TempDir Path scratch;

  @Test
  void run_pawl_spendsOnceAndServesAll() throws Exception {
    try (ProviderProcess provider = ProviderProcess.start(scratch, 50);
        StormFleet fleet = new StormFleet(scratch, provider, List.of())) {
      StormSeries storm = StormSeries.prepare(Entrant.FOUR_THREADS, 4, fleet, provider, scratch);

      StormOutcome first = storm.run();
      StormOutcome second = storm.run();

      assertThat(List.of(first, second)).extracting(StormOutcome::problem).containsOnly("");
      assertThat(List.of(first, second)).extracting(StormOutcome::spends).containsOnly(1L);
      assertThat(second.served()).hasSize(16).allMatch(millis -> millis >= 50);
      assertThat(second.unserved()).isZero();
    }
  }

  @Test
  void run_aPeersLock_isMeasuredByTheSameBooks() throws Exception {
    try (ProviderProcess provider = ProviderProcess.start(scratch, 50);
        StormFleet fleet = new StormFleet(scratch, provider, List.of())) {
      StormSeries storm = StormSeries.prepare(Entrant.CONVOY, 3, fleet, provider, scratch);

      StormOutcome outcome = storm.run();

      assertThat(outcome.problem()).isEmpty();
      assertThat(outcome.spends()).isEqualTo(1);
      assertThat(outcome.served()).hasSize(3);
      assertThat(outcome.last()).isGreaterThanOrEqualTo(outcome.median());
    }
  }

  @Test
  void run_theLockAlone_keepsEverybodyWaitingAsLongAsAProvider() throws Exception {
    try (ProviderProcess provider = ProviderProcess.start(scratch, 50);
        StormFleet fleet = new StormFleet(scratch, provider, List.of())) {
      StormSeries storm = StormSeries.prepare(Entrant.FLOOR, 3, fleet, provider, scratch);

      StormOutcome first = storm.run();
      StormOutcome second = storm.run();

      assertThat(List.of(first, second)).extracting(StormOutcome::problem).containsOnly("");
      assertThat(first.served()).hasSize(3).allMatch(millis -> millis >= 200);
      assertThat(second.served()).hasSize(3).allMatch(millis -> millis >= 200);
      assertThat(second.spends()).isZero();
    }
  }

  @Test
  void open_processOfNode_hasRefreshedOnALoginOfItsOwn() throws Exception {
    NeededTool.require("node", "--version");
    Path lockfile = scratch.resolve("npm/node_modules/proper-lockfile");
    Files.createDirectories(lockfile);
    Files.writeString(lockfile.resolve("index.js"), "exports.lock = async () => async () => {};\n");
    List<String> node = NodePackage.script(scratch);
    try (ProviderProcess provider = ProviderProcess.start(scratch, 50);
        StormFleet fleet = new StormFleet(scratch, provider, node)) {
      StormSeries storm = StormSeries.prepare(Entrant.LOCKFILE, 1, fleet, provider, scratch);

      StormOutcome outcome = storm.run();

      Path own = scratch.resolve(Entrant.LOCKFILE.directory(1) + "-own-0");
      assertThat(own.resolve("credentials.json"))
          .content()
          .contains("\"expires_at\":")
          .doesNotContain("\"expires_at\":0");
      assertThat(outcome.problem()).isEmpty();
      assertThat(outcome.spends()).isEqualTo(1);
    }
  }
}
