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
import dev.pawl.store.GrantStore.Recovered;
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
    assertThat(store.readGrant()).isEqualTo(Sample.grant(2));
    assertThat(store.known()).isEqualTo(store.identity());
    assertThat(names()).containsExactlyInAnyOrder("default.json", "default.json.copy");
  }

  @Test
  void save_storeMovedOn_changesNothing() throws IOException {
    FileStore store = stored(5);

    boolean saved = store.save(Sample.grant(4), Sample.grant(3));

    assertThat(saved).isFalse();
    assertThat(store.readGrant()).isEqualTo(Sample.grant(5));
  }

  @Test
  void recover_fileTruncatedAnywhere_goesOnWithTheLastGoodCopy() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), Parent.NONE);

    for (int length = 1; length < whole.length - 2; length++) {
      FileStore store = stored(2);
      Files.write(file(), Arrays.copyOf(whole, length));
      Recovered recovered = store.recover(0, FileStoreTest::isSpent);

      assertThat(recovered.grant()).as("length " + length).isEqualTo(Sample.grant(2));
      assertThat(recovered.note()).contains("kept as default.json.damaged-");
      assertThat(store.readGrant()).isEqualTo(Sample.grant(2));
      clear();
    }
  }

  @Test
  void recover_successorTruncatedAnywhere_isTheOldGrantOrTheWholeSuccessor() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1)));

    for (int length = 0; length <= whole.length; length++) {
      FileStore store = stored(1);
      Files.write(next(), Arrays.copyOf(whole, length));
      Grant recovered = store.recover(0, FileStoreTest::isSpent).grant();

      assertThat(recovered)
          .as("length " + length)
          .isEqualTo(Sample.grant(length == whole.length ? 2 : 1));
      assertThat(store.readGrant()).isEqualTo(recovered);
      clear();
    }
  }

  @Test
  void recover_replacedInPlaceAndTruncatedAnywhere_isRolledForward() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1)));

    for (int length = 0; length <= whole.length; length++) {
      FileStore store = stored(1);
      Files.write(next(), whole);
      Files.write(file(), Arrays.copyOf(whole, length));
      Recovered recovered = store.recover(0, FileStoreTest::isSpent);

      assertThat(recovered.grant()).as("length " + length).isEqualTo(Sample.grant(2));
      assertThat(recovered.orphan()).isNull();
      assertThat(store.readGrant()).isEqualTo(Sample.grant(2));
      clear();
    }
  }

  @Test
  void recover_damagedAfterARollForward_doesNotFallBackToTheSpentToken() throws IOException {
    FileStore store = stored(1);
    Files.write(next(), GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1))));
    store.recover(0, FileStoreTest::isSpent);
    Files.writeString(file(), "{");

    Grant recovered = store.recover(0, FileStoreTest::isSpent).grant();

    assertThat(recovered).isEqualTo(Sample.grant(2));
  }

  @Test
  void recover_damagedAndCopyOlderThanWhatWasPublished_isNoLongerThatGeneration()
      throws IOException {
    FileStore store = stored(1);
    Files.writeString(file(), "{");

    Grant recovered = store.recover(2, Set.of(Sample.fingerprint(1))::contains).grant();

    assertThat(Objects.requireNonNull(recovered).origin()).isEqualTo(Grant.Origin.FOREIGN);
    assertThat(recovered.generation()).isEqualTo(3);
  }

  @Test
  void peek_emptyFile_doesNotSayThatNobodyIsLoggedIn() throws IOException {
    FileStore store = stored(1);
    Files.write(file(), new byte[0]);

    assertThatThrownBy(store::readGrant).isInstanceOf(DamagedFileException.class);
    assertThat(store.recover(0, FileStoreTest::isSpent).grant()).isEqualTo(Sample.grant(1));
  }

  @Test
  void recover_damagedAgainAndAgain_keepsEachUnderADateAndDeletesNone() throws IOException {
    FileStore store = stored(1);

    for (String damage : List.of("{", "{\"a\": ", "no json at all")) {
      Files.writeString(file(), damage);
      store.recover(0, FileStoreTest::isSpent);
    }

    List<String> kept = names().stream().filter(name -> name.contains("damaged")).toList();
    assertThat(kept).hasSize(3).allMatch(name -> name.matches(".*damaged-[0-9]{8}T[0-9]{6}Z(-.)?"));
    assertThat(contents(kept)).containsExactlyInAnyOrder("{", "{\"a\": ", "no json at all");
  }

  @Test
  void recover_damagedWithoutCopy_isNobodyAndSaysWhereItIs() throws IOException {
    Files.writeString(file(), "{\"refresh_token\": \"fake-secret");

    Recovered recovered = Sample.store(directory).recover(0, FileStoreTest::isSpent);

    assertThat(recovered.grant()).isNull();
    assertThat(recovered.note()).contains("damaged-", "log in again").doesNotContain("fake-secret");
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "-1", "4503599627370497"})
  void recover_absurdGeneration_isKeptAsideAndTheCopyUsed(String generation) throws IOException {
    FileStore store = stored(1);
    String absurd =
        Files.readString(file())
            .replaceFirst("\"generation\": 1,", "\"generation\": " + generation + ",");
    Files.writeString(file(), absurd);

    assertThatThrownBy(() -> Sample.store(directory).readGrant())
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("generation");
    String untouched = Files.readString(file());
    Recovered recovered = store.recover(0, FileStoreTest::isSpent);

    assertThat(untouched).isEqualTo(absurd);
    assertThat(recovered.grant()).isEqualTo(Sample.grant(1));
    assertThat(recovered.note()).contains("kept as default.json.damaged-");
  }

  @Test
  void recover_longerThanTheLimit_isKeptAsideAndTheCopyUsed() throws IOException {
    FileStore store = stored(1);
    Files.write(file(), new byte[DurableFile.LIMIT + 1]);

    Recovered recovered = store.recover(0, FileStoreTest::isSpent);

    assertThat(recovered.grant()).isEqualTo(Sample.grant(1));
    assertThat(recovered.note()).contains("longer than", "kept as default.json.damaged-");
    assertThat(sizes()).contains(DurableFile.LIMIT + 1L);
  }

  @Test
  void recover_copyOrSuccessorLongerThanTheLimit_isNone() throws IOException {
    FileStore store = stored(1);
    Files.write(copy(), new byte[DurableFile.LIMIT + 1]);
    Files.write(next(), new byte[DurableFile.LIMIT + 1]);

    Recovered recovered = store.recover(0, FileStoreTest::isSpent);

    assertThat(recovered.grant()).isEqualTo(Sample.grant(1));
  }

  @Test
  void recover_damagedAndCopyDamaged_keepsBothAside() throws IOException {
    FileStore store = stored(1);
    String copy = Files.readString(copy()).replace("unknown", "unknowX");
    Files.writeString(copy(), copy);
    Files.writeString(file(), "{");

    Recovered recovered = store.recover(0, FileStoreTest::isSpent);

    assertThat(recovered.grant()).isNull();
    assertThat(recovered.note()).contains("default.json.damaged-", "default.json.copy.damaged-");
    assertThat(copy()).doesNotExist();
    List<String> kept = names().stream().filter(name -> name.contains("damaged")).toList();
    assertThat(contents(kept)).containsExactlyInAnyOrder("{", copy);
  }

  @Test
  void recover_emptyAndCopyDamaged_keepsTheCopyAside() throws IOException {
    FileStore store = stored(1);
    Files.writeString(copy(), "{");
    Files.write(file(), new byte[0]);

    Recovered recovered = store.recover(0, FileStoreTest::isSpent);

    assertThat(recovered.note()).contains("it is empty", "default.json.copy.damaged-");
    assertThat(names()).anyMatch(name -> name.startsWith("default.json.copy.damaged-"));
  }

  @Test
  void recover_emptyWithoutCopy_saysSoOnce() throws IOException {
    Files.write(file(), new byte[0]);
    FileStore store = Sample.store(directory);

    Recovered first = store.recover(0, FileStoreTest::isSpent);
    Recovered second = store.recover(0, FileStoreTest::isSpent);

    assertThat(first.note()).contains("it is empty", "kept as default.json.damaged-", "log in");
    assertThat(second).isEqualTo(new Recovered(null, null, null));
    assertThat(file()).doesNotExist();
  }

  @Test
  void recover_symbolicLink_isRefusedAndLeftAsItIs() throws IOException {
    FileStore store = stored(1);
    Path target = Files.move(file(), directory.resolve("elsewhere"));
    Files.createSymbolicLink(file(), target);

    assertThatThrownBy(() -> store.recover(0, FileStoreTest::isSpent))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file() + " is a symbolic link");
    assertThat(file()).isSymbolicLink();
  }

  @Test
  void recover_newerFormat_isRefusedAndLeftAsItIs() throws IOException {
    FileStore store = stored(1);
    String newer = Files.readString(file()).replace("\"version\": 1", "\"version\": 4");
    Files.writeString(file(), newer);

    assertThatThrownBy(() -> store.recover(0, FileStoreTest::isSpent))
        .isInstanceOf(NewerFormatException.class);
    assertThat(file()).hasContent(newer);
    assertThat(names()).noneMatch(name -> name.contains("damaged"));
  }

  @Test
  void recover_editedByAnotherTool_isANewGenerationOfItsOwn() throws IOException {
    FileStore store = stored(4);
    edit(4, 9);

    Recovered recovered = store.recover(0, Set.of(Sample.fingerprint(3))::contains);

    Grant adopted = Objects.requireNonNull(recovered.grant());
    assertThat(adopted.generation()).isEqualTo(5);
    assertThat(adopted.origin()).isEqualTo(Grant.Origin.FOREIGN);
    assertThat(adopted.tokens().refresh()).isEqualTo(Sample.refresh(9));
    assertThat(adopted.extras()).containsEntry("theirs", "kept");
  }

  @Test
  void recover_spentTokenBroughtBack_isRecoveredFromTheCopy() throws IOException {
    FileStore store = stored(4);
    Files.write(file(), GrantFormat.write(Sample.grant(3), Parent.NONE));

    Recovered recovered = store.recover(0, Set.of(Sample.fingerprint(3))::contains);

    assertThat(recovered.grant()).isEqualTo(Sample.grant(4));
    assertThat(store.readGrant()).isEqualTo(Sample.grant(4));
  }

  @Test
  void recover_fileDeleted_isNobodyAndTheSuccessorAnOrphan() throws IOException {
    FileStore store = stored(1);
    Files.delete(file());
    Files.write(next(), GrantFormat.write(Sample.grant(2), Parent.of(Sample.grant(1))));

    Recovered recovered = store.recover(0, FileStoreTest::isSpent);

    assertThat(recovered.grant()).isNull();
    assertThat(recovered.orphan()).isEqualTo(Sample.grant(2));
    assertThat(file()).doesNotExist();
  }

  @Test
  void recover_floorAboveTheStoredGeneration_neverGoesBack() throws IOException {
    FileStore store = stored(4);

    Grant recovered = Objects.requireNonNull(store.recover(20, FileStoreTest::isSpent).grant());

    assertThat(recovered.generation()).isEqualTo(21);
  }

  @Test
  void read_longerThanTheLimit_isDamaged() throws IOException {
    Files.write(file(), new byte[DurableFile.LIMIT + 1]);

    assertThatThrownBy(() -> Sample.store(directory).readGrant())
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
  void recover_successorFollowedByItsReserve_isRolledForwardWithoutIt() throws IOException {
    FileStore store = Sample.store(directory);
    store.replace(Sample.grant(1), null);
    byte[] whole = GrantFormat.write(Sample.grant(2), GrantFormat.Parent.of(Sample.grant(1)));
    Files.write(
        directory.resolve("default.json.next"), Arrays.copyOf(whole, whole.length + 30_000));

    Grant recovered = Objects.requireNonNull(store.recover(0, spent -> false).grant());

    assertThat(recovered).isEqualTo(Sample.grant(2));
    assertThat(Files.readAllBytes(Sample.file(directory))).isEqualTo(whole);
    assertThat(store.readGrant()).isEqualTo(Sample.grant(2));
  }

  @Test
  void recover_copyOverALongerOne_isTheCopyAlsoIfItWasNotCut() throws IOException {
    FileStore store = Sample.store(directory);
    Files.writeString(Sample.file(directory), "{");
    byte[] whole = GrantFormat.write(Sample.grant(3), GrantFormat.Parent.NONE);
    byte[] longer = Arrays.copyOf(whole, whole.length + 100);
    System.arraycopy(whole, whole.length - 100, longer, whole.length, 100);
    Files.write(directory.resolve("default.json.copy"), longer);

    Grant recovered = Objects.requireNonNull(store.recover(0, spent -> false).grant());

    assertThat(recovered).isEqualTo(Sample.grant(3));
  }

  @Test
  void see_fileFollowedByZeros_isTheGrant() throws IOException {
    byte[] whole = GrantFormat.write(Sample.grant(2), GrantFormat.Parent.NONE);
    Files.write(Sample.file(directory), Arrays.copyOf(whole, whole.length + 500));

    Grant seen = Sample.store(directory).readGrant();

    assertThat(seen).isEqualTo(Sample.grant(2));
  }
}
