package dev.pawl.cache.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cache.chronicle.DeadHolder;
import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.IndexSearch;
import dev.pawl.cache.slot.TokenSlot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChronicleTableTest {
  private static final Geometry SMALL = new Geometry(3, 1024);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("cache");
  }

  @Test
  void find_claimedAndPublishedElsewhere_readsIt() throws IOException {
    SharedCache first = create(SMALL);
    first.claim("me").publish(Derived.record(5, 1024));

    ChronicleTable second = ChronicleTable.open(path);

    assertThat(slot(second, "me").read())
        .isEqualTo(new TokenSlot.Reading(2, Derived.record(5, 1024)));
    assertThat(second.find("you")).isNull();
    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(second.geometry()).isEqualTo(SMALL);
  }

  @Test
  void claim_twice_isTheSameSlot() throws IOException {
    SharedCache table = create(SMALL);
    table.claim("me").publish(Derived.record(1, 1024));

    TokenSlot again = table.claim("me");

    assertThat(again.stamp()).isEqualTo(2);
    assertThat(table.used()).isEqualTo(1);
  }

  @Test
  void claim_moreProfilesThanAMappedTableHas_keepsAllApart() throws IOException {
    SharedCache table = create(new Geometry(3_000, 256));
    for (int i = 0; i < 3_000; i++) {
      table.claim("profile-" + i).publish(Derived.record(i, 256));
    }

    for (int i = 0; i < 3_000; i++) {
      assertThat(Objects.requireNonNull(slot(table, "profile-" + i).read()).record().generation())
          .isEqualTo(i);
    }
    assertThat(table.used()).isEqualTo(3_000);
  }

  @Test
  void claim_full_namesTheSettingAndKeepsTheOthers() throws IOException {
    SharedCache table = create(SMALL);
    for (String name : List.of("a", "b", "c")) {
      table.claim(name).publish(Derived.record(1, 1024));
    }

    assertThatThrownBy(() -> table.claim("d"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DamagedTableException.class)
        .hasMessageContaining("3 profiles")
        .hasMessageContaining("cache.profiles")
        .hasMessageContaining("expectedProfiles");
    assertThat(slot(table, "a").read()).isNotNull();
    assertThat(table.claim("c").read()).isNotNull();
  }

  @Test
  void claim_killedBeforeItsIndexEntry_usesTheSlotAgain() throws IOException {
    SharedCache table = create(SMALL);
    table.claim("me");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(ChronicleHeader.BYTES);
      file.write(new byte[8 * IndexSearch.placesFor(3)]);
    }
    assertThat(table.find("me")).isNull();

    table.claim("me").publish(Derived.record(1, 1024));

    assertThat(slot(table, "me").read()).isNotNull();
    assertThat(table.used()).isEqualTo(1);
  }

  @Test
  void claim_lockLeftByDeadProcess_givesTheTableUpAndEverybodyMovesOver() throws Exception {
    SharedCache mine = create(SMALL);
    SharedCache others = ChronicleTable.open(path);
    TokenSlot slot = mine.claim("me");
    slot.publish(Derived.record(1, 1024));
    DeadHolder.leaveLock(map(), 3, slot.memory().capacity());

    assertThatThrownBy(() -> mine.claim("you"))
        .isInstanceOf(DamagedTableException.class)
        .hasMessageContaining("dead process");

    assertThat(TokenSlot.isChanging(slot.stamp())).isTrue();
    assertThat(others.isRetired()).isTrue();
    SharedCache fresh = create(SMALL);
    assertThat(fresh.epoch()).isNotEqualTo(mine.epoch());
    assertThat(fresh.isRetired()).isFalse();
    assertThat(fresh.claim("you").read()).isNull();
    assertThat(directory.resolve("cache.damaged")).exists();
    assertThat(directory.resolve("cache.map.damaged")).exists();
  }

  @Test
  void open_absent_isNoSuchFile() {
    assertThatThrownBy(() -> ChronicleTable.open(path)).isInstanceOf(NoSuchFileException.class);

    assertThat(path).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "0, made by something else",
    "8, format version",
    "12, cache engine number",
    "16, header checksum",
    "33, header checksum",
    "72, given up"
  })
  void open_headerByteChanged_saysWhat(int at, String problem) throws IOException {
    create(SMALL).close();
    flip(path, at);

    assertThatThrownBy(() -> ChronicleTable.open(path))
        .isInstanceOf(DamagedTableException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 127, 4000, 100_000})
  void openOrCreate_indexOfWrongSize_putsBothAsideAndMakesAFreshTable(long size)
      throws IOException {
    SharedCache old = create(SMALL);
    old.claim("me").publish(Derived.record(1, 1024));
    resize(path, size);

    SharedCache fresh = create(SMALL);

    assertThat(directory.resolve("cache.damaged")).hasSize(size);
    assertThat(directory.resolve("cache.map.damaged")).exists();
    assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
    assertThat(fresh.find("me")).isNull();
    assertThat(old.isCurrent()).isFalse();
    assertThat(fresh.isCurrent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 5_000})
  void openOrCreate_mapTruncated_makesAFreshTable(long size) throws IOException {
    SharedCache old = create(SMALL);
    old.claim("me").publish(Derived.record(1, 1024));
    resize(map(), size);

    SharedCache fresh = create(SMALL);

    assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
    assertThat(old.isRetired()).isTrue();
    fresh.claim("me").publish(Derived.record(2, 1024));
    assertThat(slot(fresh, "me").read()).isNotNull();
  }

  @Test
  void openOrCreate_mapForeign_makesAFreshTable() throws IOException {
    SharedCache old = create(SMALL);
    old.close();
    flip(map(), 100);

    SharedCache fresh = create(SMALL);

    assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
    assertThat(fresh.claim("me").read()).isNull();
  }

  @Test
  void openOrCreate_mapGone_makesAFreshTable() throws IOException {
    create(SMALL).close();
    Files.delete(map());

    SharedCache fresh = create(SMALL);

    assertThat(fresh.claim("me").read()).isNull();
  }

  @Test
  void openOrCreate_leftOverOfKilledCreator_isRemoved() throws IOException {
    Files.write(directory.resolve("cache.map-12ab"), new byte[] {1, 2, 3});

    create(SMALL).close();

    assertThat(directory.resolve("cache.map-12ab")).doesNotExist();
  }

  @Test
  void openOrCreate_moreBytesThanAnIndexReaches_namesTheSettings() {
    assertThatThrownBy(() -> create(new Geometry(1 << 20, 1 << 20)))
        .hasMessageContaining("cache.profiles")
        .hasMessageContaining("cache.valueBytes");
    assertThat(path).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "0777"})
  void openOrCreate_anyUmask_isForItsOwnerOnly(String umask) throws Exception {
    Process child = TableProcess.start(umask, "create", "CHRONICLE", path.toString());

    assertThat(child.waitFor()).isZero();
    for (Path file : List.of(path, map())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void close_slotsHandedOutBefore_stayReadable() throws IOException {
    SharedCache table = create(SMALL);
    TokenSlot slot = table.claim("me");
    slot.publish(Derived.record(1, 1024));

    table.close();

    assertThat(slot.read()).isNotNull();
    assertThat(slot.publish(Derived.record(2, 1024))).isEqualTo(TokenSlot.Publication.WHOLE);
    assertThat(table.find("me")).isNull();
    assertThat(table.isRetired()).isTrue();
    assertThatThrownBy(() -> table.claim("me")).isInstanceOf(IOException.class);
  }

  @Test
  void everyCall_interruptedThread_worksAndStaysInterrupted() throws IOException {
    SharedCache warm = create(new Geometry(1, 256));
    warm.close();
    Files.delete(path);
    Thread.currentThread().interrupt();
    try {
      SharedCache table = create(SMALL);
      table.claim("me").publish(Derived.record(1, 1024));
      table.claim("you").changing();

      assertThat(slot(table, "me").read()).isNotNull();
      assertThat(table.isCurrent()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void everyCall_mapTruncatedWhileMapped_isMiss() throws IOException {
    SharedCache table = create(SMALL);
    TokenSlot slot = table.claim("me");
    for (long generation = 1; generation < 20_000; generation++) { // until it is compiled
      slot.publish(Derived.record(generation, 1024));
      assertThat(slot.read()).isNotNull();
    }

    Files.newByteChannel(map(), StandardOpenOption.WRITE).truncate(0).close();

    for (int i = 0; i < 100; i++) {
      assertThat(slot.read()).isNull();
      assertThat(slot.publish(Derived.record(1, 1024))).isEqualTo(TokenSlot.Publication.LOST);
      slot.changing();
      assertThat(table.find("me")).isNull();
      assertThat(table.isCurrent()).isFalse();
    }
  }

  private SharedCache create(Geometry geometry) throws IOException {
    return TableEngine.CHRONICLE.openOrCreate(path, geometry);
  }

  private Path map() throws IOException {
    try (var files = Files.newDirectoryStream(directory, "cache.map-*")) {
      return files.iterator().next();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 2);
    }
  }

  private static void resize(Path file, long size) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(size);
    }
  }

  private static TokenSlot slot(SharedCache table, String profile) {
    return Objects.requireNonNull(table.find(profile));
  }
}
