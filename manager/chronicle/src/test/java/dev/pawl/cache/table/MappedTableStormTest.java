package dev.pawl.cache.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.slot.TokenSlot.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers in child JVMs that die by SIGKILL while readers in other JVMs go on. */
class MappedTableStormTest {
  private static final int KILLS = 12;
  private static final int VALUE_BYTES = TableProcess.GEOMETRY.valueBytes();

  @TempDir Path directory;

  @Test
  void read_writersKilledAtRandomMoments_isNeverTornAndNextPublishRepairs() throws Exception {
    Path path = directory.resolve("cache");
    TokenSlot slot =
        MappedTable.openOrCreate(path, TableProcess.GEOMETRY).claim(TableProcess.PROFILE);
    slot.publish(Derived.record(1, VALUE_BYTES));
    Process reader = TableProcess.start("0077", "read", "MAPPED", path.toString(), "200000");
    Random random = new Random(20_261_120);

    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = TableProcess.start("0077", "write", "MAPPED", path.toString());
      try {
        watch(slot, writer, 1 + random.nextInt(3_000));
      } finally {
        writer.destroyForcibly().waitFor();
      }
      repair(slot, 100_000_000L * (kill + 1));
    }

    assertThat(TableProcess.output(reader)).isEqualTo("torn 0");
  }

  /** Reads until {@code changes} publications were seen. */
  private static void watch(TokenSlot slot, Process writer, int changes) throws IOException {
    long last = slot.stamp();
    for (int seen = 0; seen < changes; ) {
      Reading reading = slot.read();
      if (reading != null && reading.stamp() != last) {
        assertThat(Derived.isWhole(reading.record(), VALUE_BYTES)).isTrue();
        last = reading.stamp();
        seen++;
      }
      if (!writer.isAlive()) {
        throw new IOException("the writer ended by itself: " + writer.exitValue());
      }
    }
  }

  private static void repair(TokenSlot slot, long generation) {
    long abandoned = slot.stamp();
    Reading left = slot.read();
    assertThat(left == null).isEqualTo(TokenSlot.isChanging(abandoned));
    assertThat(left == null || Derived.isWhole(left.record(), VALUE_BYTES)).isTrue();

    slot.publish(Derived.record(generation, VALUE_BYTES));

    assertThat(slot.stamp()).isGreaterThan(abandoned);
    assertThat(slot.read())
        .isEqualTo(new Reading(slot.stamp(), Derived.record(generation, VALUE_BYTES)));
  }
}
