package dev.pawl.cache.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.SlotFormat;
import dev.pawl.cache.slot.TokenSlot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappedTableTest {
  private static final Geometry SMALL = new Geometry(3, 1024);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("cache");
  }

  @Test
  void find_claimedAndPublishedElsewhere_readsIt() throws IOException {
    MappedTable first = MappedTable.openOrCreate(path, SMALL);
    first.claim("me").publish(Derived.record(5, 1024));

    MappedTable second = MappedTable.openOrCreate(path, Geometry.DEFAULT);

    assertThat(slot(second, "me").read())
        .isEqualTo(new TokenSlot.Reading(2, Derived.record(5, 1024)));
    assertThat(second.find("you")).isNull();
    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(second.geometry()).isEqualTo(SMALL);
  }

  @Test
  void claim_twice_isTheSameSlot() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, SMALL);
    table.claim("me").publish(Derived.record(1, 1024));

    TokenSlot again = table.claim("me");

    assertThat(again.stamp()).isEqualTo(2);
    assertThat(table.used()).isEqualTo(1);
  }

  @Test
  void claim_everyPlaceOfTheLargestTable_keepsAllApart() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, new Geometry(Geometry.MAX_MAPPED, 256));
    for (int i = 0; i < Geometry.MAX_MAPPED; i++) {
      table.claim("profile-" + i).publish(Derived.record(i, 256));
    }

    for (int i = 0; i < Geometry.MAX_MAPPED; i++) {
      assertThat(Objects.requireNonNull(slot(table, "profile-" + i).read()).record().generation())
          .isEqualTo(i);
    }
    assertThat(table.used()).isEqualTo(Geometry.MAX_MAPPED);
  }

  @Test
  void claim_full_namesTheSettingAndKeepsTheOthers() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, SMALL);
    for (String name : new String[] {"a", "b", "c"}) {
      table.claim(name).publish(Derived.record(1, 1024));
    }

    assertThatThrownBy(() -> table.claim("d"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3 profiles")
        .hasMessageContaining("cache.profiles");
    assertThat(slot(table, "a").read()).isNotNull();
    assertThat(table.claim("c").read()).isNotNull();
  }

  @Test
  void claim_killedBeforeItsIndexEntry_usesTheSlotAgain() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, SMALL);
    TableHeader header = TableHeader.of(SMALL, table.epoch());
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(header.slotOffset(0));
      file.write(SlotFormat.blank(SlotFormat.name("dead"), header.slotBytes()));
    }

    table.claim("me").publish(Derived.record(1, 1024));

    assertThat(table.find("dead")).isNull();
    assertThat(slot(table, "me").read()).isNotNull();
  }

  @Test
  void open_absent_isNoSuchFile() {
    assertThatThrownBy(() -> MappedTable.open(path)).isInstanceOf(NoSuchFileException.class);

    assertThat(path).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "0, made by something else",
    "8, format version",
    "12, cache engine number",
    "16, header checksum",
    "30, header checksum"
  })
  void open_headerByteChanged_saysWhat(int at, String problem) throws IOException {
    MappedTable.openOrCreate(path, SMALL).close();
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 2);
    }

    assertThatThrownBy(() -> MappedTable.open(path))
        .isInstanceOf(DamagedTableException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 64, 4000, 100_000})
  void openOrCreate_wrongSize_putsItAsideAndMakesAFreshOne(long size) throws IOException {
    MappedTable old = MappedTable.openOrCreate(path, SMALL);
    old.claim("me").publish(Derived.record(1, 1024));
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }

    MappedTable fresh = MappedTable.openOrCreate(path, SMALL);

    assertThat(directory.resolve("cache.damaged")).hasSize(size);
    assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
    assertThat(fresh.find("me")).isNull();
    assertThat(old.isCurrent()).isFalse();
    assertThat(fresh.isCurrent()).isTrue();
  }

  @Test
  void openOrCreate_brokenIndex_putsItAside() throws IOException {
    MappedTable old = MappedTable.openOrCreate(path, SMALL);
    old.claim("me");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(TableHeader.BYTES);
      file.write(new byte[64 - 1]);
      file.write(77);
    }

    assertThatThrownBy(() -> old.claim("you")).isInstanceOf(DamagedTableException.class);
    assertThat(MappedTable.openOrCreate(path, SMALL).epoch()).isNotEqualTo(old.epoch());
  }

  @Test
  void openOrCreate_symbolicLink_isNeverFollowed() throws IOException {
    Path target = Files.createFile(directory.resolve("target"));
    Files.createSymbolicLink(path, target);

    MappedTable.openOrCreate(path, SMALL).close();

    assertThat(target).isEmptyFile();
    assertThat(path).isRegularFile();
    assertThat(Files.isSymbolicLink(path)).isFalse();
  }

  @Test
  void openOrCreate_leftOverOfKilledCreator_isReplaced() throws IOException {
    Files.write(directory.resolve("cache.new"), new byte[] {1, 2, 3});

    MappedTable.openOrCreate(path, SMALL).close();

    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "0022", "0777"})
  void openOrCreate_anyUmask_isForItsOwnerOnly(String umask) throws Exception {
    Process child = TableProcess.start(umask, "create", "MAPPED", path.toString());

    assertThat(child.waitFor()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void isCurrent_fileReplacedOrRemoved_isFalse() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, SMALL);
    assertThat(table.isCurrent()).isTrue();

    Files.move(path, directory.resolve("elsewhere"));
    assertThat(table.isCurrent()).isFalse();
    MappedTable.openOrCreate(path, SMALL).close();

    assertThat(table.isCurrent()).isFalse();
    assertThatThrownBy(() -> table.claim("me")).hasMessageContaining("replaced");
  }

  @Test
  void close_slotsHandedOutBefore_stayReadable() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, SMALL);
    TokenSlot slot = table.claim("me");
    slot.publish(Derived.record(1, 1024));

    table.close();

    assertThat(slot.read()).isNotNull();
    assertThat(table.find("me")).isNull();
    assertThat(table.isCurrent()).isFalse();
    assertThatThrownBy(() -> table.claim("me")).isInstanceOf(IOException.class);
  }

  @Test
  void everyCall_interruptedThread_worksAndStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    try {
      MappedTable table = MappedTable.openOrCreate(path, SMALL);
      table.claim("me").publish(Derived.record(1, 1024));
      table.claim("you").changing();

      assertThat(slot(table, "me").read()).isNotNull();
      assertThat(table.isCurrent()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void everyCall_fileTruncatedWhileMapped_isMiss() throws IOException {
    MappedTable table = MappedTable.openOrCreate(path, SMALL);
    TokenSlot slot = table.claim("me");
    for (long generation = 1; generation < 20_000; generation++) { // until it is compiled
      slot.publish(Derived.record(generation, 1024));
      assertThat(slot.read()).isNotNull();
    }

    Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(0).close();

    for (int i = 0; i < 100; i++) {
      assertThat(slot.read()).isNull();
      assertThat(slot.publish(Derived.record(1, 1024))).isEqualTo(TokenSlot.Publication.LOST);
      slot.changing();
      assertThat(table.find("me")).isNull();
      assertThat(table.isCurrent()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1024, cache.profiles", "1048577, 1024, cache.profiles", "1, 8, cache.valueBytes"})
  void geometry_outOfRange_namesTheSetting(int profiles, int valueBytes, String setting) {
    assertThatThrownBy(() -> new Geometry(profiles, valueBytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting);
  }

  private static TokenSlot slot(MappedTable table, String profile) {
    return Objects.requireNonNull(table.find(profile));
  }
}
