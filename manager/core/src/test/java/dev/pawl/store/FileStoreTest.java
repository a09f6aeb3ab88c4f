package dev.pawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.NewerFormatException;
import dev.pawl.file.StoreException;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat.Parent;
import dev.pawl.store.GrantStore.Opened;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest {
  @TempDir Path directory;

  @Test
  void save_parentIsStored_isReadBackAndLeavesNoSuccessorFile() throws IOException {
    FileStore store = stored(1);

    boolean saved = store.save(Sample.grant(2), Sample.grant(1));

    assertThat(saved).isTrue();
    assertThat(store.peek()).isEqualTo(Sample.grant(2));
    assertThat(store.known()).isEqualTo(store.identity());
    assertThat(names()).containsExactlyInAnyOrder("default.json", "default.json.copy");
  }

  @Test
  void save_storeMovedOn_changesNothing() throws IOException {
    FileStore store = stored(5);

    boolean saved = store.save(Sample.grant(4), Sample.grant(3));

    assertThat(saved).isFalse();
    assertThat(store.peek()).isEqualTo(Sample.grant(5));
  }

  @Test
  void open_fileTruncatedAnywhere_goesOnWithTheLastGoodCopy() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), Parent.NONE);

    for (int length = 1; length < whole.length - 2; length++) {
      FileStore store = stored(2);
      Files.write(file(), Arrays.copyOf(whole, length));
      Opened opened = store.open(0, FileStoreTest::isSpent);

      assertThat(opened.grant()).as("length " + length).isEqualTo(Sample.grant(2));
      assertThat(opened.note()).contains("kept as default.json.damaged-");
      assertThat(store.peek()).isEqualTo(Sample.grant(2));
      clear();
    }
  }

  @Test
  void open_successorTruncatedAnywhere_isTheOldGrantOrTheWholeSuccessor() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1)));

    for (int length = 0; length <= whole.length; length++) {
      FileStore store = stored(1);
      Files.write(next(), Arrays.copyOf(whole, length));
      Grant opened = store.open(0, FileStoreTest::isSpent).grant();

      assertThat(opened)
          .as("length " + length)
          .isEqualTo(Sample.grant(length == whole.length ? 2 : 1));
      assertThat(store.peek()).isEqualTo(opened);
      clear();
    }
  }

  @Test
  void open_replacedInPlaceAndTruncatedAnywhere_isRolledForward() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1)));

    for (int length = 0; length <= whole.length; length++) {
      FileStore store = stored(1);
      Files.write(next(), whole);
      Files.write(file(), Arrays.copyOf(whole, length));
      Opened opened = store.open(0, FileStoreTest::isSpent);

      assertThat(opened.grant()).as("length " + length).isEqualTo(Sample.grant(2));
      assertThat(opened.orphan()).isNull();
      assertThat(store.peek()).isEqualTo(Sample.grant(2));
      clear();
    }
  }

  @Test
  void open_damagedAfterARollForward_doesNotFallBackToTheSpentToken() throws IOException {
    FileStore store = stored(1);
    Files.write(next(), GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1))));
    store.open(0, FileStoreTest::isSpent);
    Files.writeString(file(), "{");

    Grant mended = store.open(0, FileStoreTest::isSpent).grant();

    assertThat(mended).isEqualTo(Sample.grant(2));
  }

  @Test
  void open_damagedAndCopyOlderThanWhatWasPublished_isNoLongerThatGeneration() throws IOException {
    FileStore store = stored(1);
    Files.writeString(file(), "{");

    Grant mended = store.open(2, Set.of(Sample.fingerprint(1))::contains).grant();

    assertThat(Objects.requireNonNull(mended).origin()).isEqualTo(Grant.Origin.FOREIGN);
    assertThat(mended.generation()).isEqualTo(3);
  }

  @Test
  void peek_emptyFile_doesNotSayThatNobodyIsLoggedIn() throws IOException {
    FileStore store = stored(1);
    Files.write(file(), new byte[0]);

    assertThatThrownBy(store::peek).isInstanceOf(DamagedFileException.class);
    assertThat(store.open(0, FileStoreTest::isSpent).grant()).isEqualTo(Sample.grant(1));
  }

  @Test
  void open_damagedAgainAndAgain_keepsEachUnderADateAndDeletesNone() throws IOException {
    FileStore store = stored(1);

    for (String damage : List.of("{", "{\"a\": ", "no json at all")) {
      Files.writeString(file(), damage);
      store.open(0, FileStoreTest::isSpent);
    }

    List<String> kept = names().stream().filter(name -> name.contains("damaged")).toList();
    assertThat(kept).hasSize(3).allMatch(name -> name.matches(".*damaged-[0-9]{8}T[0-9]{6}Z(-.)?"));
    assertThat(contents(kept)).containsExactlyInAnyOrder("{", "{\"a\": ", "no json at all");
  }

  @Test
  void open_damagedWithoutCopy_isNobodyAndSaysWhereItIs() throws IOException {
    Files.writeString(file(), "{\"refresh_token\": \"fake-secret");

    Opened opened = Sample.store(directory).open(0, FileStoreTest::isSpent);

    assertThat(opened.grant()).isNull();
    assertThat(opened.note()).contains("damaged-", "log in again").doesNotContain("fake-secret");
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "-1", "4503599627370497"})
  void open_absurdGeneration_isKeptAsideAndTheCopyUsed(String generation) throws IOException {
    FileStore store = stored(1);
    String absurd =
        Files.readString(file())
            .replaceFirst("\"generation\": 1,", "\"generation\": " + generation + ",");
    Files.writeString(file(), absurd);

    assertThatThrownBy(() -> Sample.store(directory).peek())
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("generation");
    String untouched = Files.readString(file());
    Opened opened = store.open(0, FileStoreTest::isSpent);

    assertThat(untouched).isEqualTo(absurd);
    assertThat(opened.grant()).isEqualTo(Sample.grant(1));
    assertThat(opened.note()).contains("kept as default.json.damaged-");
  }

  @Test
  void open_longerThanTheLimit_isKeptAsideAndTheCopyUsed() throws IOException {
    FileStore store = stored(1);
    Files.write(file(), new byte[DurableFile.LIMIT + 1]);

    Opened opened = store.open(0, FileStoreTest::isSpent);

    assertThat(opened.grant()).isEqualTo(Sample.grant(1));
    assertThat(opened.note()).contains("longer than", "kept as default.json.damaged-");
    assertThat(sizes()).contains(DurableFile.LIMIT + 1L);
  }

  @Test
  void open_copyOrSuccessorLongerThanTheLimit_isNone() throws IOException {
    FileStore store = stored(1);
    Files.write(copy(), new byte[DurableFile.LIMIT + 1]);
    Files.write(next(), new byte[DurableFile.LIMIT + 1]);

    Opened opened = store.open(0, FileStoreTest::isSpent);

    assertThat(opened.grant()).isEqualTo(Sample.grant(1));
  }

  @Test
  void open_damagedAndCopyDamaged_keepsBothAside() throws IOException {
    FileStore store = stored(1);
    String copy = Files.readString(copy()).replace("unknown", "unknowX");
    Files.writeString(copy(), copy);
    Files.writeString(file(), "{");

    Opened opened = store.open(0, FileStoreTest::isSpent);

    assertThat(opened.grant()).isNull();
    assertThat(opened.note()).contains("default.json.damaged-", "default.json.copy.damaged-");
    assertThat(copy()).doesNotExist();
    List<String> kept = names().stream().filter(name -> name.contains("damaged")).toList();
    assertThat(contents(kept)).containsExactlyInAnyOrder("{", copy);
  }

  @Test
  void open_emptyAndCopyDamaged_keepsTheCopyAside() throws IOException {
    FileStore store = stored(1);
    Files.writeString(copy(), "{");
    Files.write(file(), new byte[0]);

    Opened opened = store.open(0, FileStoreTest::isSpent);

    assertThat(opened.note()).contains("it is empty", "default.json.copy.damaged-");
    assertThat(names()).anyMatch(name -> name.startsWith("default.json.copy.damaged-"));
  }

  @Test
  void open_emptyWithoutCopy_saysSoOnce() throws IOException {
    Files.write(file(), new byte[0]);
    FileStore store = Sample.store(directory);

    Opened first = store.open(0, FileStoreTest::isSpent);
    Opened second = store.open(0, FileStoreTest::isSpent);

    assertThat(first.note()).contains("it is empty", "kept as default.json.damaged-", "log in");
    assertThat(second).isEqualTo(new Opened(null, null, null));
    assertThat(file()).doesNotExist();
  }

  @Test
  void open_symbolicLink_isRefusedAndLeftAsItIs() throws IOException {
    FileStore store = stored(1);
    Path target = Files.move(file(), directory.resolve("elsewhere"));
    Files.createSymbolicLink(file(), target);

    assertThatThrownBy(() -> store.open(0, FileStoreTest::isSpent))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file() + " is a symbolic link");
    assertThat(file()).isSymbolicLink();
  }

  @Test
  void open_newerFormat_isRefusedAndLeftAsItIs() throws IOException {
    FileStore store = stored(1);
    String newer = Files.readString(file()).replace("\"version\": 1", "\"version\": 2");
    Files.writeString(file(), newer);

    assertThatThrownBy(() -> store.open(0, FileStoreTest::isSpent))
        .isInstanceOf(NewerFormatException.class);
    assertThat(file()).hasContent(newer);
    assertThat(names()).noneMatch(name -> name.contains("damaged"));
  }

  @Test
  void open_editedByAnotherTool_isANewGenerationOfItsOwn() throws IOException {
    FileStore store = stored(4);
    edit(4, 9);

    Opened opened = store.open(0, Set.of(Sample.fingerprint(3))::contains);

    Grant adopted = Objects.requireNonNull(opened.grant());
    assertThat(adopted.generation()).isEqualTo(5);
    assertThat(adopted.origin()).isEqualTo(Grant.Origin.FOREIGN);
    assertThat(adopted.tokens().refresh()).isEqualTo(Sample.refresh(9));
    assertThat(adopted.extras()).containsEntry("theirs", "kept");
  }

  @Test
  void open_spentTokenBroughtBack_isMendedFromTheCopy() throws IOException {
    FileStore store = stored(4);
    Files.write(file(), GrantFormat.write(Sample.grant(3), Parent.NONE));

    Opened opened = store.open(0, Set.of(Sample.fingerprint(3))::contains);

    assertThat(opened.grant()).isEqualTo(Sample.grant(4));
    assertThat(store.peek()).isEqualTo(Sample.grant(4));
  }

  @Test
  void open_fileDeleted_isNobodyAndTheSuccessorAnOrphan() throws IOException {
    FileStore store = stored(1);
    Files.delete(file());
    Files.write(next(), GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1))));

    Opened opened = store.open(0, FileStoreTest::isSpent);

    assertThat(opened.grant()).isNull();
    assertThat(opened.orphan()).isEqualTo(Sample.grant(2));
    assertThat(file()).doesNotExist();
  }

  @Test
  void open_floorAboveTheStoredGeneration_neverGoesBack() throws IOException {
    FileStore store = stored(4);

    Grant opened = Objects.requireNonNull(store.open(20, FileStoreTest::isSpent).grant());

    assertThat(opened.generation()).isEqualTo(21);
  }

  @Test
  void read_longerThanTheLimit_isDamaged() throws IOException {
    Files.write(file(), new byte[DurableFile.LIMIT + 1]);

    assertThatThrownBy(() -> Sample.store(directory).peek())
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("longer");
  }

  private static boolean isSpent(Fingerprint unknown) {
    return false;
  }

  private FileStore stored(long generation) throws IOException {
    FileStore store = Sample.store(directory);
    store.replace(Sample.grant(generation), null);
    store.keepCopy(Sample.grant(generation));
    return store;
  }

  private void edit(long from, long to) throws IOException {
    String text = Files.readString(file());
    Files.writeString(file(), text.replace(Sample.refresh(from), Sample.refresh(to)));
  }

  private Path file() {
    return Sample.file(directory);
  }

  private Path copy() {
    return directory.resolve("default.json.copy");
  }

  private List<Long> sizes() throws IOException {
    List<Long> sizes = new java.util.ArrayList<>();
    for (String name : names()) {
      sizes.add(Files.size(directory.resolve(name)));
    }
    return sizes;
  }

  private Path next() {
    return directory.resolve("default.json.next");
  }

  private void clear() throws IOException {
    for (String name : names()) {
      Files.delete(directory.resolve(name));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private List<String> contents(List<String> names) throws IOException {
    List<String> contents = new java.util.ArrayList<>();
    for (String name : names) {
      contents.add(Files.readString(directory.resolve(name), StandardCharsets.UTF_8));
    }
    return contents;
  }

  @Test
  void open_successorFollowedByItsReserve_isRolledForwardWithoutIt() throws IOException {
    FileStore store = Sample.store(directory);
    store.replace(Sample.grant(1), null);
    byte[] whole = GrantFormat.write(Sample.grant(2), GrantFormat.Parent.of(Sample.grant(1)));
    Files.write(
        directory.resolve("default.json.next"), Arrays.copyOf(whole, whole.length + 30_000));

    Grant opened = Objects.requireNonNull(store.open(0, spent -> false).grant());

    assertThat(opened).isEqualTo(Sample.grant(2));
    assertThat(Files.readAllBytes(Sample.file(directory))).isEqualTo(whole);
    assertThat(store.peek()).isEqualTo(Sample.grant(2));
  }

  @Test
  void open_copyOverALongerOne_isTheCopyAlsoIfItWasNotCut() throws IOException {
    FileStore store = Sample.store(directory);
    Files.writeString(Sample.file(directory), "{");
    byte[] whole = GrantFormat.write(Sample.grant(3), GrantFormat.Parent.NONE);
    byte[] longer = Arrays.copyOf(whole, whole.length + 100);
    System.arraycopy(whole, whole.length - 100, longer, whole.length, 100);
    Files.write(directory.resolve("default.json.copy"), longer);

    Grant opened = Objects.requireNonNull(store.open(0, spent -> false).grant());

    assertThat(opened).isEqualTo(Sample.grant(3));
  }

  @Test
  void see_fileFollowedByZeros_isTheGrant() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), GrantFormat.Parent.NONE);
    Files.write(Sample.file(directory), Arrays.copyOf(whole, whole.length + 500));

    Grant seen = Sample.store(directory).peek();

    assertThat(seen).isEqualTo(Sample.grant(2));
  }
}
