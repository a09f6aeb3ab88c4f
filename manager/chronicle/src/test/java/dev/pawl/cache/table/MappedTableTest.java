package dev.pawl.cache.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.SlotFormat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of mapped tables besides. */
class MappedTableTest extends SharedCacheContract {
  MappedTableTest() {
    super(TableEngine.MAPPED, Geometry.MAX_MAPPED);
  }

  @Override
  Path slots() {
    return path;
  }

  @Test
  void claim_killedBeforeItsIndexEntry_usesTheSlotAgain() throws IOException {
    SharedCache table = create(SMALL);
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
  void openOrCreate_brokenIndex_putsItAside() throws IOException {
    SharedCache old = create(SMALL);
    old.claim("me");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(TableHeader.BYTES);
      file.write(new byte[64 - 1]);
      file.write(77);
    }

    assertThatThrownBy(() -> old.claim("you")).isInstanceOf(DamagedTableException.class);
    assertThat(create(SMALL).epoch()).isNotEqualTo(old.epoch());
  }

  @Test
  void openOrCreate_symbolicLink_isNeverFollowed() throws IOException {
    Path target = Files.createFile(directory.resolve("target"));
    Files.createSymbolicLink(path, target);

    create(SMALL).close();

    assertThat(target).isEmptyFile();
    assertThat(path).isRegularFile();
    assertThat(Files.isSymbolicLink(path)).isFalse();
  }

  @Test
  void openOrCreate_leftOverOfKilledCreator_isReplaced() throws IOException {
    Files.write(directory.resolve("cache.new"), new byte[] {1, 2, 3});

    create(SMALL).close();

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
    SharedCache table = create(SMALL);
    assertThat(table.isCurrent()).isTrue();

    Files.move(path, directory.resolve("elsewhere"));
    assertThat(table.isCurrent()).isFalse();
    create(SMALL).close();

    assertThat(table.isCurrent()).isFalse();
    assertThatThrownBy(() -> table.claim("me")).hasMessageContaining("replaced");
  }

  @ParameterizedTest
  @CsvSource({"0, 1024, cache.profiles", "1048577, 1024, cache.profiles", "1, 8, cache.valueBytes"})
  void geometry_outOfRange_namesTheSetting(int profiles, int valueBytes, String setting) {
    assertThatThrownBy(() -> new Geometry(profiles, valueBytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting);
  }
}
