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
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the tables of Chronicle Map besides. */
class ChronicleTableTest extends SharedCacheContract {
  ChronicleTableTest() {
    super(TableEngine.CHRONICLE, 3_000);
  }

  @Override
  Path slots() throws IOException {
    return map();
  }

  @Test
  void claim_full_namesBothSettings() throws IOException {
    SharedCache table = create(new Geometry(1, 1024));
    table.claim("a").publish(Derived.record(1, 1024));

    assertThatThrownBy(() -> table.claim("b"))
        .hasMessageContaining("cache.profiles")
        .hasMessageContaining("expectedProfiles");
  }

  @ParameterizedTest
  @CsvSource({"33, header checksum", "72, given up"})
  void open_laterHeaderByteChanged_saysWhat(int at, String problem) throws IOException {
    create(SMALL).close();

    flip(path, at);

    assertRefused(problem);
  }

  @Test
  void openOrCreate_indexOfWrongSize_putsTheMapAsideToo() throws IOException {
    create(SMALL).close();
    resize(path, 127);

    create(SMALL).close();

    assertThat(directory.resolve("cache.map.damaged")).exists();
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

  private Path map() throws IOException {
    try (var files = Files.newDirectoryStream(directory, "cache.map-*")) {
      return files.iterator().next();
    }
  }
}
