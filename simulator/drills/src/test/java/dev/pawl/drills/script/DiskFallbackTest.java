package dev.pawl.drills.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.DrillRun;
import dev.pawl.drills.Exercise;
import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.stage.Pace;
import dev.pawl.simulator.core.RotationPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What drill 15 does where no small disk can be mounted. */
class DiskFallbackTest {
  @Test
  void limited_filesMayNotGrow_spendsNothingThere(@TempDir Path home) throws Exception {
    DrillDefinition drill =
        new DrillDefinition(
            15, "disk-full", "files may not grow", RotationPolicy.STRICT_FAMILY, 4, Disks::limited);

    try (DrillRun run = new DrillRun(home, new Pace(false, 1, Pace.PROCESSING, Pace.THREADS))) {
      DrillVerdict verdict =
          run.run(new Exercise(drill, RotationPolicy.STRICT_FAMILY, "mapped", 2, 42, null));

      assertThat(verdict.violations()).isEmpty();
      assertThat(verdict.figures().spends()).isOne();
    }
  }
}
