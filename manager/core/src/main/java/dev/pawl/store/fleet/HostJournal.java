package dev.pawl.store.fleet;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.StoreException;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a host has on its own disk of a spend that is on its way. Two heads, written in turn, tell
 * how far the claim got; behind them is room for the pair that came of it, sealed. A torn head
 * leaves the one before it, a torn pair counts as none. Every method needs the refresh lock.
 */
final class HostJournal {
  static final int HEAD = 1024;
  private static final int PAIR = 2 * HEAD;
  private static final int BLOCK = 4096;
  private static final String MAGIC = "pawl-host-1";
  private static final int MARK = 64;

  private final Path file;

  HostJournal(Path file) {
    this.file = file;
  }

  /** How far a claim got. */
  enum Stage {
    /** No claim is open. */
    NONE,
    /** A claim may stand in the record; nothing was sent. */
    CLAIM,
    /** The request may have been sent. */
    SENT,
    /** A login may stand in the record, and is to stand there. */
    LOGIN
  }

  /**
   * An open claim.
   *
   * @param stage how far it got
   * @param nonce of the claim
   * @param lineage of the login; of a new one, its own
   * @param token that was to be presented, or that is to be replaced; null if none
   * @param attempt at that token; of a login, the generation that it replaces
   * @param unsent nonces of claims before it that were given up, and may reach the store yet
   */
  record Entry(
      Stage stage,
      String nonce,
      String lineage,
      @Nullable Fingerprint token,
      long attempt,
      List<String> unsent) {
    static final Entry NONE = new Entry(Stage.NONE, "", "", null, 0, List.of());

    /* A claim that comes later than those of eight tries after it is one of a dead process. */
    private static final int MEMORY = 8;

    Entry {
      unsent = List.copyOf(unsent);
    }

    /** The claim was given up, and nothing was sent. */
    Entry lost() {
      List<String> all = new ArrayList<>(unsent);
      all.add(nonce);
      List<String> last = all.subList(Math.max(0, all.size() - MEMORY), all.size());
      return new Entry(Stage.NONE, "", "", null, 0, last);
    }
  }

  /** A pair that may not be in the record yet, as it was sealed. */
  record Pair(Entry of, String sealed) {}

  /** Makes sure that a pair of {@code room} bytes can be kept; only while no claim is open. */
  void reserve(int room) throws IOException {
    int wanted = PAIR + (room + MARK + BLOCK) / BLOCK * BLOCK;
    if (FileIdentity.of(file).size() >= wanted) {
      return;
    }
    DurableFile.reserve(file, wanted);
    DurableFile.force(Objects.requireNonNull(file.getParent()));
  }

  /** The open claim; {@link Entry#NONE} if there is none. */
  Entry read() throws IOException {
    Head newest = newest();
    return newest == null ? Entry.NONE : newest.entry();
  }

  private @Nullable Head newest() throws IOException {
    byte[] heads = DurableFile.start(file, PAIR);
    return heads == null ? null : newest(heads);
  }

  /** Writes {@code next} and has it on the disk before returning. */
  void force(Entry next) throws IOException {
    write(next, true);
  }

  /** Writes {@code next}; a power cut may undo it. */
  void note(Entry next) throws IOException {
    write(next, false);
  }

  private void write(Entry next, boolean force) throws IOException {
    Head newest = newest();
    long sequence = newest == null ? 1 : newest.sequence() + 1;
    put((int) (sequence & 1) * HEAD, head(sequence, next), force);
  }

  /** Keeps the pair that came of {@code claim}, on the disk before returning. */
  void keep(Entry claim, String sealed) throws IOException {
    byte[] body = (claim.nonce() + "\n" + sealed).getBytes(StandardCharsets.US_ASCII);
    put(PAIR, framed(body, MARK + body.length), true);
  }

  /** The pair of {@code claim}; null if none was kept whole. */
  @Nullable Pair pair(Entry claim) throws IOException {
    byte[] bytes = DurableFile.read(file);
    byte[] body = bytes == null ? null : body(bytes, PAIR, bytes.length);
    if (body == null || (claim.stage() != Stage.SENT && claim.stage() != Stage.LOGIN)) {
      return null;
    }
    String text = new String(body, StandardCharsets.US_ASCII);
    String nonce = claim.nonce() + "\n";
    return text.startsWith(nonce) ? new Pair(claim, text.substring(nonce.length())) : null;
  }

  private void put(int at, byte[] bytes, boolean force) throws IOException {
    DurableFile.create(file);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at);
      out.write(bytes);
      if (force) {
        out.getFD().sync();
      }
    } catch (IOException e) {
      throw new StoreException(file, "cannot be written", e);
    }
  }

  private record Head(long sequence, Entry entry) {}

  private static @Nullable Head newest(byte[] bytes) {
    Head even = parsed(bytes, 0);
    Head odd = parsed(bytes, HEAD);
    if (even == null || odd == null) {
      return even == null ? odd : even;
    }
    return even.sequence() > odd.sequence() ? even : odd;
  }

  private static byte[] head(long sequence, Entry entry) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("sequence", sequence);
    fields.put("stage", entry.stage().name());
    fields.put("nonce", entry.nonce());
    fields.put("lineage", entry.lineage());
    fields.put("token", entry.token() == null ? null : entry.token().value());
    fields.put("attempt", entry.attempt());
    fields.put("unsent", String.join(" ", entry.unsent()));
    return framed(Json.write(fields).getBytes(StandardCharsets.UTF_8), HEAD);
  }

  private static @Nullable Head parsed(byte[] bytes, int from) {
    byte[] body = body(bytes, from, from + HEAD);
    if (body == null) {
      return null;
    }
    try {
      Fields fields = Fields.read(body);
      String token = fields.textOrNull("token");
      return new Head(
          fields.integer("sequence", 0),
          new Entry(
              Stage.valueOf(fields.text("stage")),
              fields.text("nonce"),
              fields.text("lineage"),
              token == null ? null : new Fingerprint(token),
              fields.integer("attempt", 0),
              words(fields.text("unsent", ""))));
    } catch (JsonException | IllegalArgumentException e) {
      return null;
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  private static byte[] framed(byte[] body, int size) {
    String mark = MAGIC + " " + body.length + " " + Long.toHexString(sum(body)) + "\n";
    byte[] framed = new byte[size];
    byte[] start = mark.getBytes(StandardCharsets.US_ASCII);
    if (start.length + body.length > size) {
      throw new IllegalStateException("what is to be kept is too long: " + body.length);
    }
    System.arraycopy(start, 0, framed, 0, start.length);
    System.arraycopy(body, 0, framed, start.length, body.length);
    return framed;
  }

  private static byte @Nullable [] body(byte[] bytes, int from, int limit) {
    int end = from;
    while (end < Math.min(bytes.length, from + MARK) && bytes[end] != '\n') {
      end++;
    }
    if (end <= from || end >= bytes.length) {
      return null;
    }
    String[] mark = new String(bytes, from, end - from, StandardCharsets.US_ASCII).split(" ", -1);
    if (mark.length != 3 || !MAGIC.equals(mark[0])) {
      return null;
    }
    try {
      int stop = Math.addExact(end + 1, Integer.parseUnsignedInt(mark[1]));
      if (stop < end || stop > Math.min(bytes.length, limit)) {
        return null;
      }
      byte[] body = Arrays.copyOfRange(bytes, end + 1, stop);
      return Long.toHexString(sum(body)).equals(mark[2]) ? body : null;
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  private static long sum(byte[] body) {
    CRC32C sum = new CRC32C();
    sum.update(body);
    return sum.getValue();
  }
}
