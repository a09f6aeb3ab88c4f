package dev.pawl.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.store.Sample;
import dev.pawl.store.journal.JournalRecord.Failures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final JournalRecord FIRST = JournalRecord.EMPTY.spending(Sample.grant(1), 10);
  private static final JournalRecord SECOND =
      FIRST.inDoubt(Failures.NONE.failed(20, 0)).spending(Sample.grant(2), 30);

  @TempDir Path directory;
  private Path file;
  private Journal journal;

  @BeforeEach
  void create() throws IOException {
    file = directory.resolve("default.journal");
    journal = new Journal(file);
    journal.create();
  }

  @Test
  void read_blankOrAbsent_isEmpty() throws IOException {
    assertThat(journal.read()).isEqualTo(JournalRecord.EMPTY);
    assertThat(new Journal(directory.resolve("none")).read()).isEqualTo(JournalRecord.EMPTY);
    assertThat(Files.size(file)).isEqualTo(2 * Journal.HALF);
  }

  @Test
  void read_afterManyWrites_isTheNewest() throws IOException {
    for (int i = 1; i <= 20; i++) {
      JournalRecord next =
          JournalRecord.EMPTY.spending(Sample.grant(i), i).trying(Sample.fingerprint(i + 1));
      journal.force(next);

      assertThat(new Journal(file).read()).isEqualTo(next);
    }
  }

  @Test
  void startOver_longerThanTheLimit_keepsItAsideAndIsInDoubt() throws IOException {
    Files.write(file, new byte[DurableFile.LIMIT + 1]);
    assertThatThrownBy(journal::read).isInstanceOf(DamagedFileException.class);

    String note = journal.startOver();

    assertThat(note).contains("default.journal.damaged-");
    assertThat(journal.read()).isEqualTo(JournalRecord.LOST);
    assertThat(Files.size(file)).isEqualTo(2 * Journal.HALF);
    assertThat(Files.size(directory.resolve(note.substring(note.lastIndexOf(' ') + 1))))
        .isEqualTo(DurableFile.LIMIT + 1L);
  }

  @Test
  void read_newestHalfTornAnywhere_isTheRecordBefore() throws IOException {
    journal.force(FIRST);
    byte[] before = Files.readAllBytes(file);
    journal.force(SECOND);
    byte[] after = Files.readAllBytes(file);
    int from = Arrays.mismatch(before, after);
    int to = lastDifference(before, after);

    for (int torn = from; torn <= to; torn++) {
      byte[] mixed = before.clone();
      System.arraycopy(after, from, mixed, from, torn - from);
      Files.write(file, mixed);

      assertThat(journal.read()).as("torn at " + torn).isEqualTo(FIRST);
    }
  }

  @Test
  void force_afterATornWrite_overwritesTheTornHalf() throws IOException {
    journal.force(FIRST);
    journal.force(SECOND);
    byte[] bytes = Files.readAllBytes(file);
    bytes[60] ^= 1;
    Files.write(file, bytes);
    JournalRecord left = journal.read();

    journal.force(left.dead());

    assertThat(left).isEqualTo(FIRST);
    assertThat(journal.read()).isEqualTo(FIRST.dead());
  }

  @Test
  void read_bothHalvesDamaged_isRefusedUntilItIsStartedOver() throws IOException {
    journal.force(FIRST);
    journal.force(SECOND);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 40, 60, (byte) 'x');
    Arrays.fill(bytes, Journal.HALF + 40, Journal.HALF + 60, (byte) 'x');
    Files.write(file, bytes);

    assertThatThrownBy(journal::read).isInstanceOf(DamagedFileException.class);
    String note = journal.startOver();

    String kept = note.replaceAll(".* kept as ", "");
    assertThat(Files.readAllBytes(directory.resolve(kept))).isEqualTo(bytes);
    assertThat(journal.read()).isEqualTo(JournalRecord.LOST);
  }

  @Test
  void read_fileCutAnywhere_isTheRecordLeftOrRefused() throws IOException {
    journal.force(FIRST);
    byte[] whole = Files.readAllBytes(file);

    for (int length = 1; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThat(read()).as("cut at " + length).isIn(FIRST, JournalRecord.EMPTY, "damaged");
    }
  }

  @Test
  void startOver_killedAnywhere_isDamagedStillOrInDoubt() throws IOException {
    for (int length : new int[] {60, Journal.HALF, Journal.HALF + 60, 2 * Journal.HALF}) {
      byte[] damaged = new byte[length];
      Arrays.fill(damaged, 0, 60, (byte) 'x');
      Files.write(file, damaged);
      String unused = journal.startOver();
      byte[] born = Files.readAllBytes(file);

      for (int torn = 0; torn <= born.length; torn += torn < 8200 && torn > 8100 ? 1 : 64) {
        byte[] mixed = Arrays.copyOf(damaged, Math.max(length, torn));
        int from = Math.min(torn, Journal.HALF);
        System.arraycopy(born, from, mixed, from, torn - from);
        Files.write(file, mixed);

        assertThat(read()).as("torn at " + torn).isIn(JournalRecord.LOST, "damaged");
        journal.create();
        assertThat(read()).as("made after " + torn).isIn(JournalRecord.LOST, "damaged");
      }
    }
  }

  @Test
  void startOver_newestHalfCutOff_isInDoubtAndRemembersWhatIsLeft() throws IOException {
    journal.force(FIRST);
    journal.force(SECOND);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), Journal.HALF + 10));

    String unused = journal.startOver();

    assertThat(journal.read().isLost()).isTrue();
    assertThat(journal.read().spent()).contains(Sample.fingerprint(1), Sample.fingerprint(2));
    assertThat(journal.read().attempt()).isEqualTo(SECOND.attempt());
    assertThat(Files.size(file)).isEqualTo(2 * Journal.HALF);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, (1L << 52) + 1})
  void read_absurdGeneration_isDamagedAndKeptAsideAndInDoubt(long generation) throws IOException {
    journal.force(FIRST);
    journal.force(record(generation));
    byte[] bytes = Files.readAllBytes(file);

    assertThatThrownBy(journal::read).isInstanceOf(DamagedFileException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    String kept = journal.startOver().replaceAll(".* kept as ", "");
    JournalRecord born = journal.read();
    journal.force(SECOND);

    assertThat(Files.readAllBytes(directory.resolve(kept))).isEqualTo(bytes);
    assertThat(born).isEqualTo(JournalRecord.LOST);
    assertThat(journal.read()).isEqualTo(SECOND);
  }

  @Test
  void startOver_bothHalvesAbsurd_isInDoubt() throws IOException {
    journal.force(record(-1));
    byte[] one = Files.readAllBytes(file);
    Files.delete(file);
    journal.create();
    journal.force(FIRST);
    journal.force(record(Long.MAX_VALUE));
    byte[] other = Files.readAllBytes(file);
    System.arraycopy(one, Journal.HALF, other, Journal.HALF, Journal.HALF);
    Files.write(file, other);

    assertThatThrownBy(journal::read).isInstanceOf(DamagedFileException.class);
    String unused = journal.startOver();

    assertThat(journal.read()).isEqualTo(JournalRecord.LOST);
  }

  @Test
  void read_absurdSequence_neverWrapsAround() throws IOException {
    journal.force(FIRST);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String head = text.substring(Journal.HALF, Journal.HALF + 20);
    String absurd = head.replaceFirst(" 1 ", " " + Long.MAX_VALUE + " ");
    String grown = text.replace(head, absurd).substring(0, 2 * Journal.HALF);
    Files.writeString(file, grown, StandardCharsets.ISO_8859_1);

    assertThatThrownBy(journal::read).isInstanceOf(DamagedFileException.class);
    String unused = journal.startOver();
    journal.force(SECOND);

    assertThat(journal.read()).isEqualTo(SECOND);
  }

  private static JournalRecord record(long generation) {
    return new JournalRecord(
        JournalRecord.State.NONE, generation, null, 0, Failures.NONE, List.of());
  }

  private Object read() throws IOException {
    try {
      return journal.read();
    } catch (DamagedFileException e) {
      return "damaged";
    }
  }

  @Test
  void force_fullMemoryAndLongRefusal_fitsIntoAHalf() throws IOException {
    JournalRecord full = JournalRecord.EMPTY;
    for (int i = 1; i <= 100; i++) {
      full = full.spending(Sample.grant(i), i);
    }
    JournalRecord refused = full.withdrawn(Failures.NONE.refused("e".repeat(200), "1234567890", 5));

    journal.force(refused);

    assertThat(journal.read()).isEqualTo(refused);
  }

  private static int lastDifference(byte[] one, byte[] other) {
    int last = one.length - 1;
    while (one[last] == other[last]) {
      last--;
    }
    return last;
  }
}
