package dev.pawl.cache.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.SlotFormat;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.slot.TokenSlot.Reading;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table is read by system calls while others have it mapped. */
class UnmappedTableTest {
  private static final Geometry LARGEST = new Geometry(Geometry.MAX_MAPPED, 1024);
  private static final int READS = 20_000;

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("cache");
  }

  @Test
  void read_everyPlaceOfTheLargestTable_saysWhatWasPublished() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, LARGEST);
    for (int i = 1; i <= Geometry.MAX_MAPPED; i++) {
      table.claim("profile-" + i).publish(Derived.record(i, 1024));
    }

    try (UnmappedTable unmapped = UnmappedTable.open(path)) {
      for (int i = 1; i <= Geometry.MAX_MAPPED; i++) {
        assertThat(unmapped.read("profile-" + i))
            .isEqualTo(new Reading(2, Derived.record(i, 1024)));
      }
      assertThat(unmapped.read("stranger")).isNull();
    }
  }

  @Test
  void read_nothingPublishedOrBeingChanged_isNull() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, LARGEST);
    TokenSlot slot = table.claim("me");

    assertThat(read("me")).isNull();
    slot.publish(Derived.record(1, 1024));
    assertThat(read("me")).isEqualTo(slot.read()).isNotNull();
    slot.changing();
    assertThat(read("me")).isNull();
  }

  @Test
  void read_checksumIsWrong_isNull() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, LARGEST);
    TokenSlot slot = table.claim("me");
    slot.publish(Derived.record(1, 1024));

    slot.memory().put(SlotFormat.VALUE, (byte) 'X');

    assertThat(read("me")).isNull();
  }

  @Test
  void read_fileIsCutShort_isNullAndThenRefused() throws IOException {
    MappedTable.openOrCreate(path, LARGEST).claim("me").publish(Derived.record(1, 1024));

    try (UnmappedTable unmapped = UnmappedTable.open(path)) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(100);
      }
      assertThat(unmapped.read("me")).isNull();
    }

    assertThatThrownBy(() -> UnmappedTable.open(path)).isInstanceOf(DamagedTableException.class);
  }

  @Test
  void open_noTable_isRefused() throws IOException {
    Path real = directory.resolve("real");
    MappedTable.openOrCreate(real, LARGEST).close();
    Path empty = Files.createFile(directory.resolve("empty"));
    Path foreign = Files.write(directory.resolve("foreign"), new byte[4096]);
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);

    assertThatThrownBy(() -> UnmappedTable.open(path)).isInstanceOf(NoSuchFileException.class);
    for (Path bad : new Path[] {empty, foreign, link, directory}) {
      assertThatThrownBy(() -> UnmappedTable.open(bad)).isInstanceOf(DamagedTableException.class);
    }
  }

  @Test
  void read_whileAnotherProcessPublishes_isNeverTorn() throws Exception {
    MappedTable table = MappedTable.openOrCreate(path, TableProcess.GEOMETRY);
    table.claim(TableProcess.PROFILE).publish(Derived.record(1, valueBytes()));
    Process writer = TableProcess.start("0077", "write", "MAPPED", path.toString());

    int whole = 0;
    long newest = 1;
    try (UnmappedTable unmapped = UnmappedTable.open(path)) {
      for (int i = 0; i < READS || newest == 1; i++) {
        Reading reading = unmapped.read(TableProcess.PROFILE);
        if (reading != null) {
          assertThat(Derived.isWhole(reading.record(), valueBytes())).isTrue();
          newest = reading.record().generation();
          whole++;
        }
        assertThat(writer.isAlive()).isTrue();
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }

    assertThat(whole).isPositive();
  }

  private static int valueBytes() {
    return TableProcess.GEOMETRY.valueBytes();
  }

  private @Nullable Reading read(String profile) throws IOException {
    try (UnmappedTable unmapped = UnmappedTable.open(path)) {
      return unmapped.read(profile);
    }
  }
}
