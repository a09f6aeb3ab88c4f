package dev.pawl.store.fleet;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.NewerFormatException;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.store.Successor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record as this host saw it last, in the profile's own file: what readers without the lock
 * see, which version is the greatest that was seen, and when this host saw it first.
 *
 * @param record as the store had it; its tokens are sealed
 * @param seen when this host first saw that version
 * @param ahead how far the provider's clock was ahead of this host's, milliseconds
 */
record Mirror(VersionedRecord record, Uptime seen, long ahead) {
  /** Greater than that of any grant, so that no older Pawl takes the file for a login. */
  private static final int VERSION = 4;

  private static final String KIND = "fleet";
  private static final byte[] START =
      ("{\n  \"version\": " + VERSION + ",").getBytes(StandardCharsets.US_ASCII);

  /**
   * What {@code file} holds; null if there is something else, or nothing.
   *
   * @throws DamagedFileException if it is a mirror, but not a good one
   */
  static @Nullable Mirror find(Path file) throws IOException {
    byte[] bytes = DurableFile.read(file);
    if (bytes == null) {
      return null;
    }
    Fields fields;
    try {
      fields = Fields.read(bytes);
    } catch (JsonException e) {
      return null;
    }
    if (!fields.asMap().containsKey(KIND)) {
      return null;
    }
    try {
      long version = fields.integer("version", VERSION);
      if (version > VERSION) {
        throw new NewerFormatException("the stored grant", version, VERSION);
      }
      return new Mirror(
          new VersionedRecord(fields.integer("record_version", 0), fields.text(KIND)),
          new Uptime(fields.text("boot", ""), fields.integer("seen_at", 0)),
          fields.integer("provider_ahead_millis", 0));
    } catch (JsonException e) {
      throw new DamagedFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether {@code file} is one, by its first bytes: every read of a login on this host asks. */
  static boolean isIn(Path file) throws IOException {
    return Arrays.equals(DurableFile.start(file, START.length), START);
  }

  /** Puts it in the place of {@code file}; says which file stands there now. */
  FileIdentity write(Path file) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("version", VERSION);
    fields.put(KIND, record.body());
    fields.put("record_version", record.version());
    fields.put("boot", seen.boot());
    fields.put("seen_at", seen.millis());
    fields.put("provider_ahead_millis", ahead);
    Successor next = Successor.of(file);
    next.write(Json.writePretty(fields).getBytes(StandardCharsets.UTF_8));
    FileIdentity installed = next.install();
    next.settle();
    return installed;
  }
}
