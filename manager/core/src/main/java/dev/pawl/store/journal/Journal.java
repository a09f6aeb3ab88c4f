package dev.pawl.store.journal;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.MemoryFile;
import dev.pawl.file.NewerFormatException;
import dev.pawl.file.Quarantine;
import dev.pawl.file.StoreException;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.Successor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead record of a profile's spends: two halves of one preallocated file, written in
 * turn, so that a torn write leaves the record before it.
 *
 * <p>Every method needs the profile's refresh lock. A record that must be on the disk before the
 * next step is forced; a record that only spares somebody a request is not.
 */
public final class Journal implements SpendJournal {
  static final int HALF = 8192;
  private static final int MOST_FAILURES = 1_000_000;
  private static final Half ABSURD = new Half(Long.MAX_VALUE, null);

  private static final String MAGIC = "pawl-journal-1";
  private static final int VERSION = 1;

  private final Path file;

  public Journal(Path file) {
    this.file = file;
  }

  /** Writes and reads a record in memory, so that the first real use is not slow. */
  public static void warmUp(JournalRecord entry) throws IOException {
    byte[] bytes = encode(1, entry);
    if (new Journal(Path.of("warm-up")).decode(bytes, 0) == null) {
      throw new IllegalStateException("what was written cannot be read");
    }
  }

  /** Makes room on the disk, so that no later record can fail for lack of it. */
  @Override
  public void create() throws IOException {
    byte[] bytes = DurableFile.read(file);
    if (bytes == null || (bytes.length < 2 * HALF && isBlank(bytes))) {
      DurableFile.reserve(file, 2 * HALF);
      DurableFile.force(Objects.requireNonNull(file.getParent()));
    }
  }

  /**
   * The newest whole record; {@link JournalRecord#EMPTY} if nothing was ever written.
   *
   * @throws DamagedFileException if something was written and neither half can be read, or if the
   *     file was cut: then the newest record may be gone
   */
  @Override
  public JournalRecord read() throws IOException {
    byte[] bytes = DurableFile.read(file);
    if (bytes == null || isBlank(bytes)) {
      return JournalRecord.EMPTY;
    }
    Half newest = newest(bytes);
    JournalRecord record = newest == null ? null : newest.record;
    if (record == null || bytes.length < 2 * HALF) {
      throw new DamagedFileException(file, "it does not hold two halves of which one is whole");
    }
    return record;
  }

  /**
   * Keeps a damaged journal aside and begins one that doubts whatever is stored; says so for
   * people. At every instant in between the file is damaged or doubts: it is never blank.
   */
  @Override
  public String startOver() throws IOException {
    Path aside = Quarantine.keep(file);
    if (Files.size(file) > DurableFile.LIMIT) {
      replace();
    } else {
      overwrite(Objects.requireNonNull(DurableFile.read(file)));
    }
    return file + " was damaged and was kept as " + aside.getFileName();
  }

  /* Not written into: it may be the very file that was put aside, under its other name. */
  private void replace() throws IOException {
    byte[] whole = Arrays.copyOf(encode(2, JournalRecord.LOST), 2 * HALF);
    Successor next = Successor.of(file);
    next.write(whole);
    DurableFile.rename(next.next(), file);
    next.settle();
  }

  /* In place, since that takes no room on a full disk and no name that a mount holds. What is left
   * of the other half still says that something was written. */
  private void overwrite(byte[] bytes) throws IOException {
    Half newest = newest(bytes);
    JournalRecord known = newest == null ? null : newest.record;
    if (newest != null && known == null) {
      overwriteAbsurd(bytes);
      return;
    }
    JournalRecord left = known == null ? JournalRecord.LOST : known.lost();
    long sequence = newest == null ? 1 : newest.sequence + 1;
    put(sequence, left, true);
    if (bytes.length < 2 * HALF && sequence % 2 == 0) {
      put(sequence + 1, left, true);
    }
  }

  /* Nobody writes such a half, but it counts: what was spent is not known. The last one that is
   * replaced makes the file readable, and that one is the newest. */
  private void overwriteAbsurd(byte[] bytes) throws IOException {
    long sequence = 2 + Math.max(sequence(decode(bytes, 0)), sequence(decode(bytes, HALF)));
    for (int at = 0; at < 2; at++) {
      Half half = decode(bytes, at * HALF);
      if (half == null ? bytes.length < 2 * HALF : half.record == null) {
        put(sequence + ((sequence ^ at) & 1), JournalRecord.LOST, true);
      }
    }
  }

  private static long sequence(@Nullable Half half) {
    return half == null || half.record == null ? 0 : half.sequence;
  }

  /** Writes {@code next} and has it on the disk before returning. */
  @Override
  public void force(JournalRecord next) throws IOException {
    write(next, true);
  }

  /** Writes {@code next} for others to see; a power cut may undo it. */
  @Override
  public void note(JournalRecord next) throws IOException {
    write(next, false);
  }

  private void write(JournalRecord next, boolean force) throws IOException {
    Half newest = newest(DurableFile.read(file));
    put(newest == null ? 1 : newest.sequence + 1, next, force);
  }

  private void put(long sequence, JournalRecord next, boolean force) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek((sequence & 1) * HALF);
      out.write(encode(sequence, next));
      if (force) {
        out.getFD().sync();
      }
    } catch (IOException e) {
      throw new StoreException(file, "cannot be written", e);
    }
  }

  private @Nullable Half newest(byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      return null;
    }
    Half even = decode(bytes, 0);
    Half odd = decode(bytes, HALF);
    if (even == null || odd == null) {
      return even == null ? odd : even;
    }
    return even.sequence > odd.sequence ? even : odd;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] encode(long sequence, JournalRecord entry) {
    byte[] body = Json.write(fields(entry)).getBytes(StandardCharsets.UTF_8);
    String head =
        MAGIC + " " + sequence + " " + body.length + " " + Long.toHexString(sum(body)) + "\n";
    byte[] half = new byte[HALF];
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, half, 0, start.length);
    System.arraycopy(body, 0, half, start.length, body.length);
    return half;
  }

  private @Nullable Half decode(byte[] bytes, int from) throws IOException {
    int end = from;
    while (end < Math.min(bytes.length, from + 100) && bytes[end] != '\n') {
      end++;
    }
    String[] head = line(bytes, from, end).split(" ", -1);
    if (head.length != 4 || !MAGIC.equals(head[0])) {
      return null;
    }
    try {
      long sequence = Long.parseLong(head[1]);
      int stop = Math.addExact(end + 1, Integer.parseUnsignedInt(head[2]));
      if (stop <= end || stop > Math.min(bytes.length, from + HALF)) {
        return null;
      }
      byte[] body = Arrays.copyOfRange(bytes, end + 1, stop);
      return Long.toHexString(sum(body)).equals(head[3]) ? half(sequence, body) : null;
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /* Whole by its checksum, and still nothing that can have been counted or named: never passed over
   * for an older record. */
  private Half half(long sequence, byte[] body) throws IOException {
    try {
      return Grant.isGeneration(sequence) ? new Half(sequence, entry(Fields.read(body))) : ABSURD;
    } catch (JsonException | IllegalArgumentException e) {
      return ABSURD;
    }
  }

  private static String line(byte[] bytes, int from, int end) {
    return from > bytes.length
        ? ""
        : new String(bytes, from, end - from, StandardCharsets.US_ASCII);
  }

  private static long sum(byte[] body) {
    CRC32C sum = new CRC32C();
    sum.update(body);
    return sum.getValue();
  }

  private static Map<String, @Nullable Object> fields(JournalRecord entry) {
    JournalRecord.Failures failures = entry.failures();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("version", VERSION);
    fields.put("state", entry.state().name().toLowerCase(Locale.ROOT));
    fields.put("generation", entry.generation());
    fields.put("fingerprint", entry.fingerprint() == null ? null : entry.fingerprint().value());
    fields.put("first_spent_at", entry.firstSpentAt());
    fields.put("failures", failures.count());
    fields.put("failed_at", failures.failedAt());
    fields.put("retry_at", failures.retryAt());
    fields.put("refusal", failures.refusal());
    fields.put("refused_under", failures.refusedUnder());
    List<String> spent = new ArrayList<>();
    for (Fingerprint fingerprint : entry.spent()) {
      spent.add(fingerprint.value());
    }
    fields.put("spent", spent);
    if (entry.tried() != null) {
      fields.put("tried", entry.tried().value());
    }
    fields.put("attempt", entry.attempt());
    if (entry.parked() != null) {
      fields.put("parked", texts(entry.parked()));
    }
    return fields;
  }

  private JournalRecord entry(Fields fields) throws IOException {
    long version = fields.integer("version", VERSION);
    if (version > VERSION) {
      throw new NewerFormatException(file.toString(), version, VERSION);
    }
    String fingerprint = fields.textOrNull("fingerprint");
    String tried = fields.textOrNull("tried");
    List<Fingerprint> spent = new ArrayList<>();
    for (String value : fields.texts("spent")) {
      spent.add(new Fingerprint(value));
    }
    return new JournalRecord(
        JournalRecord.State.valueOf(fields.text("state").toUpperCase(Locale.ROOT)),
        GrantFormat.generation(fields, "generation"),
        fingerprint == null ? null : new Fingerprint(fingerprint),
        fields.integer("first_spent_at", 0),
        new JournalRecord.Failures(
            (int) Math.max(0, Math.min(MOST_FAILURES, fields.integer("failures", 0))),
            fields.integer("failed_at", 0),
            fields.integer("retry_at", 0),
            fields.textOrNull("refusal"),
            fields.text("refused_under", "")),
        spent,
        tried == null ? null : new Fingerprint(tried),
        fields.integer("attempt", 0),
        parked(fields.texts("parked")));
  }

  private static List<String> texts(MemoryFile place) {
    return List.of(
        place.path().toString(), Long.toString(place.device()), place.boot(), place.namespace());
  }

  private static @Nullable MemoryFile parked(List<String> texts) {
    return texts.size() != 4
        ? null
        : new MemoryFile(
            Path.of(texts.get(0)), Long.parseLong(texts.get(1)), texts.get(2), texts.get(3));
  }

  /**
   * One half as it was read.
   *
   * @param sequence number of its writing
   * @param record null if it is whole but makes no sense
   */
  private record Half(long sequence, @Nullable JournalRecord record) {}
}
