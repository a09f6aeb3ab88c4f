package dev.pawl.cache.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that share a table are killed -9 at random moments of opening, claiming, reading and
 * publishing. {@code -Dpawl.kills=500} has it happen more often.
 */
class TableKillTest {
  private static final int KILLS = Integer.getInteger("pawl.kills", 24);
  private static final int AT_ONCE = 3;
  private static final List<String> STEPS = List.of("open", "claim", "read", "publish");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(TableEngine.class)
  void processes_killedAtRandomMoments_neverTearHangOrLie(TableEngine engine) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Callable<List<String>>> lives = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int seed = kill;
      lives.add(() -> lifeAndDeath(engine, seed));
    }
    try {
      List<String> complaints = new ArrayList<>();
      for (Future<List<String>> life : threads.invokeAll(lives)) {
        complaints.addAll(life.get());
      }

      assertThat(complaints).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  /* The last word of a dying process may be cut short. */
  private static boolean isStep(String line) {
    return STEPS.stream().anyMatch(step -> step.startsWith(line));
  }

  /** Starts a process, lets it do some steps, kills it within one; returns its complaints. */
  private List<String> lifeAndDeath(TableEngine engine, int seed) throws Exception {
    Random random = new Random(seed);
    Process process =
        TableProcess.start(
            "0077", "live", engine.name(), directory.resolve("cache").toString(), "" + seed);
    List<String> complaints = new ArrayList<>();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String step = STEPS.get(random.nextInt(STEPS.size()));
      int times = 1 + random.nextInt(40);
      String line = said.readLine();
      for (int seen = 0; line != null; line = said.readLine()) {
        complaints.addAll(isStep(line) ? List.of() : List.of(line));
        seen += line.equals(step) ? 1 : 0;
        if (seen == times) {
          boolean ended = process.waitFor(random.nextInt(2_000_000), TimeUnit.NANOSECONDS);
          boolean unused = ended || process.toHandle().destroyForcibly();
        }
      }
    } catch (IOException e) {
      complaints.add("its output broke off: " + e);
    } finally {
      process.destroyForcibly();
    }
    int code = process.waitFor();
    if (code != 128 + 9) {
      complaints.add("it ended by itself with " + code);
    }
    return complaints;
  }
}
