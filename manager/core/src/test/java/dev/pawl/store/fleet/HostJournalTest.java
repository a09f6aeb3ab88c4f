package dev.pawl.store.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.Fingerprint;
import dev.pawl.store.fleet.HostJournal.Entry;
import dev.pawl.store.fleet.HostJournal.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host's journal says after each way in which a write of it can end. */
final class HostJournalTest {
  private static final Entry CLAIM = entry(Stage.CLAIM, "first");
  private static final Entry SENT = entry(Stage.SENT, "first");
  private static final int SECTOR = 512;

  @TempDir private Path directory;
  private Path file;
  private HostJournal journal;

  @BeforeEach
  void start() {
    file = directory.resolve("team.json.host");
    journal = new HostJournal(file);
  }

  @Test
  void read_nothingWritten_noClaimIsOpen() throws IOException {
    Entry read = journal.read();

    assertThat(read).isEqualTo(Entry.NONE);
  }

  @Test
  void read_headTornAtAnySector_isTheOldOneOrTheNewOne() throws IOException {
    journal.reserve(10_000);
    journal.force(CLAIM);
    byte[] before = Files.readAllBytes(file);
    journal.force(SENT);
    byte[] after = Files.readAllBytes(file);

    Set<Entry> read = new HashSet<>();
    for (int written = 0; written <= after.length; written += SECTOR) {
      byte[] torn = before.clone();
      System.arraycopy(after, 0, torn, 0, written);
      read.add(readOf(torn));
      byte[] tornFromBehind = after.clone();
      System.arraycopy(before, 0, tornFromBehind, 0, written);
      read.add(readOf(tornFromBehind));
    }

    assertThat(read).containsExactlyInAnyOrder(CLAIM, SENT);
  }

  @Test
  void read_headThatWasBeingWrittenIsZeros_isTheOneBefore() throws IOException {
    journal.force(CLAIM);
    byte[] before = Files.readAllBytes(file);
    journal.force(SENT);
    byte[] zeroed = Files.readAllBytes(file);
    int from = Arrays.mismatch(before, zeroed);

    Arrays.fill(zeroed, from, Math.min(zeroed.length, from + HostJournal.HEAD), (byte) 0);

    assertThat(readOf(zeroed)).isEqualTo(CLAIM);
  }

  @Test
  void pair_keptWhole_isThatOfItsClaimAlone() throws IOException {
    journal.reserve(10_000);
    journal.force(SENT);
    journal.keep(SENT, "sealed-pair");
    journal.force(SENT);

    HostJournal.Pair kept = journal.pair(SENT);

    assertThat(Objects.requireNonNull(kept).sealed()).isEqualTo("sealed-pair");
    assertThat(journal.pair(entry(Stage.SENT, "second"))).isNull();
    assertThat(journal.pair(CLAIM)).isNull();
  }

  @Test
  void pair_tornAtAnyByte_isNone() throws IOException {
    journal.reserve(10_000);
    journal.force(SENT);
    byte[] before = Files.readAllBytes(file);
    journal.keep(SENT, "sealed-pair");
    byte[] after = Files.readAllBytes(file);
    int first = Arrays.mismatch(before, after);

    int torn = 0;
    for (int written = first;
        !Arrays.equals(before, written, before.length, after, written, after.length);
        written++) {
      byte[] part = before.clone();
      System.arraycopy(after, 0, part, 0, written);
      Files.write(file, part);
      assertThat(journal.pair(SENT)).as("%d bytes written", written).isNull();
      torn++;
    }

    assertThat(torn).isGreaterThan("sealed-pair".length());
  }

  @Test
  void reserve_againForLess_keepsWhatIsThere() throws IOException {
    journal.reserve(100_000);
    journal.force(CLAIM);
    long size = Files.size(file);

    journal.reserve(10);

    assertThat(Files.size(file)).isEqualTo(size);
    assertThat(journal.read()).isEqualTo(CLAIM);
  }

  @Test
  void force_nobodyMayWriteThere_isAnError() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(() -> journal.force(CLAIM)).isInstanceOf(IOException.class);
  }

  private Entry readOf(byte[] content) throws IOException {
    Files.write(file, content);
    return journal.read();
  }

  private static Entry entry(Stage stage, String nonce) {
    return new Entry(
        stage, nonce, "lineage", Fingerprint.of("a-refresh-token"), 1, List.of("lost-1", "lost-2"));
  }
}
