package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a login that a person began, so that the processes which waited for it do not all
 * open a browser of their own. Of an issuer: one that has not succeeded, written and read under the
 * login lock. Of a cloud: how the last one ended, and why one is wanted, each written under a lock
 * of its own. Not worth a forced write.
 */
public final class LoginMarker {
  private static final int LONGEST_REASON = 2_000;

  private final Path file;

  LoginMarker(Path file) {
    this.file = file;
  }

  /**
   * What was left.
   *
   * @param profile that was to be logged in
   * @param at when it began or failed, epoch milliseconds
   * @param reason why it failed; empty if its process ended before it could say
   */
  public record Left(String profile, long at, String reason) {}

  /** What the last login left; null if it succeeded, if there was none, or if nobody can tell. */
  public @Nullable Left read() throws IOException {
    byte @Nullable [] bytes = DurableFile.read(file);
    if (bytes == null) {
      return null;
    }
    try {
      Fields fields = Fields.read(bytes);
      return new Left(
          fields.text("profile", ""), fields.integer("at", 0), fields.text("reason", ""));
    } catch (JsonException e) {
      return null; // half a marker, or somebody else's: it costs a tab at most
    }
  }

  /** Notes that a login of {@code profile} began, or failed for {@code reason}. */
  public void write(Left left) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("profile", left.profile());
    fields.put("at", left.at());
    String reason = left.reason();
    fields.put("reason", reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
    DurableFile.create(file);
    DurableFile.write(file, Json.write(fields).getBytes(StandardCharsets.UTF_8));
  }

  /** Forgets it: a login has succeeded. */
  public void clear() throws IOException {
    DurableFile.delete(file);
  }
}
