package dev.pawl.cache.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.TokenSlot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the tables of both engines. */
abstract class SharedCacheContract {
  static final Geometry SMALL = new Geometry(3, 1024);

  @TempDir Path directory;
  Path path;
  private final TableEngine engine;
  private final int many;

  /**
   * The contract for an engine.
   *
   * @param many for how many profiles it is used
   */
  SharedCacheContract(TableEngine engine, int many) {
    this.engine = engine;
    this.many = many;
    this.path = Path.of("cache");
  }

  /** The file that slots lie in. */
  abstract Path slots() throws IOException;

  @BeforeEach
  final void name() {
    path = directory.resolve("cache");
  }

  @Test
  final void find_claimedAndPublishedElsewhere_readsIt() throws IOException {
    SharedCache first = create(SMALL);
    first.claim("me").publish(Derived.record(5, 1024));

    SharedCache second = engine.open(path);

    assertThat(slot(second, "me").read())
        .isEqualTo(new TokenSlot.Reading(2, Derived.record(5, 1024)));
    assertThat(second.find("you")).isNull();
    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(second.geometry()).isEqualTo(SMALL);
  }

  @Test
  final void openOrCreate_ofATableThatIsThere_keepsItsGeometry() throws IOException {
    SharedCache first = create(SMALL);

    SharedCache second = create(Geometry.DEFAULT);

    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(second.geometry()).isEqualTo(SMALL);
  }

  @Test
  final void claim_twice_isTheSameSlot() throws IOException {
    SharedCache table = create(SMALL);
    table.claim("me").publish(Derived.record(1, 1024));

    TokenSlot again = table.claim("me");

    assertThat(again.stamp()).isEqualTo(2);
    assertThat(table.used()).isEqualTo(1);
  }

  @Test
  final void claim_asManyProfilesAsItIsFor_keepsAllApart() throws IOException {
    SharedCache table = create(new Geometry(many, 256));
    for (int i = 0; i < many; i++) {
      table.claim("profile-" + i).publish(Derived.record(i, 256));
    }

    for (int i = 0; i < many; i++) {
      assertThat(Objects.requireNonNull(slot(table, "profile-" + i).read()).record().generation())
          .isEqualTo(i);
    }
    assertThat(table.used()).isEqualTo(many);
  }

  @Test
  final void claim_full_namesTheSettingAndKeepsTheOthers() throws IOException {
    SharedCache table = create(SMALL);
    for (String name : List.of("a", "b", "c")) {
      table.claim(name).publish(Derived.record(1, 1024));
    }

    assertThatThrownBy(() -> table.claim("d"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DamagedTableException.class)
        .hasMessageContaining("3 profiles")
        .hasMessageContaining("cache.profiles");
    assertThat(slot(table, "a").read()).isNotNull();
    assertThat(table.claim("c").read()).isNotNull();
  }

  @Test
  final void open_absent_isNoSuchFile() {
    assertThatThrownBy(() -> engine.open(path)).isInstanceOf(NoSuchFileException.class);

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
  final void open_headerByteChanged_saysWhat(int at, String problem) throws IOException {
    create(SMALL).close();

    flip(path, at);

    assertRefused(problem);
  }

  /** Refuses what is at the path, and says why. */
  final void assertRefused(String problem) {
    assertThatThrownBy(() -> engine.open(path))
        .isInstanceOf(DamagedTableException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 64, 127, 4000, 100_000})
  final void openOrCreate_wrongSize_putsItAsideAndMakesAFreshOne(long size) throws IOException {
    SharedCache old = create(SMALL);
    old.claim("me").publish(Derived.record(1, 1024));
    resize(path, size);

    SharedCache fresh = create(SMALL);

    assertThat(directory.resolve("cache.damaged")).hasSize(size);
    assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
    assertThat(fresh.find("me")).isNull();
    assertThat(old.isCurrent()).isFalse();
    assertThat(fresh.isCurrent()).isTrue();
  }

  @Test
  final void close_slotsHandedOutBefore_stayReadable() throws IOException {
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
  final void everyCall_interruptedThread_worksAndStaysInterrupted() throws IOException {
    create(new Geometry(1, 256)).close(); // the engine is ready
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
  final void everyCall_fileTruncatedWhileMapped_isMiss() throws IOException {
    SharedCache table = create(SMALL);
    TokenSlot slot = table.claim("me");
    for (long generation = 1; generation < 20_000; generation++) { // until it is compiled
      slot.publish(Derived.record(generation, 1024));
      assertThat(slot.read()).isNotNull();
    }

    Files.newByteChannel(slots(), StandardOpenOption.WRITE).truncate(0).close();

    for (int i = 0; i < 100; i++) {
      assertThat(slot.read()).isNull();
      assertThat(slot.publish(Derived.record(1, 1024))).isEqualTo(TokenSlot.Publication.LOST);
      slot.changing();
      assertThat(table.find("me")).isNull();
      assertThat(table.isCurrent()).isFalse();
    }
  }

  final SharedCache create(Geometry geometry) throws IOException {
    return engine.openOrCreate(path, geometry);
  }

  static void flip(Path file, int at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 2);
    }
  }

  static void resize(Path file, long size) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(size);
    }
  }

  static TokenSlot slot(SharedCache table, String profile) {
    return Objects.requireNonNull(table.find(profile));
  }
}
