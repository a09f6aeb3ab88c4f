package dev.pawl.store;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.json.JsonException;
import dev.pawl.store.GrantFormat.Stored;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads files that hold a grant; what is wrong with one is said with its name. */
public final class GrantFile {
  private GrantFile() {}

  /**
   * The grant that {@code bytes} of {@code file} tell.
   *
   * @throws DamagedFileException if they tell none
   */
  static Stored parse(Path file, byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      throw new DamagedFileException(file, "it is empty");
    }
    try {
      return GrantFormat.read(bytes);
    } catch (JsonException e) {
      byte[] whole = GrantFormat.whole(bytes);
      if (whole != null && whole.length < bytes.length) {
        return parse(file, whole);
      }
      throw new DamagedFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** The grant in {@code file} if it was written to its last byte; else null. */
  public static @Nullable Stored complete(Path file) throws IOException {
    try {
      byte[] whole = whole(file);
      return whole == null ? null : parse(file, whole);
    } catch (DamagedFileException e) {
      return null;
    }
  }

  /** The bytes of the grant in {@code file}, without what follows them; null if there is none. */
  static byte @Nullable [] whole(Path file) throws IOException {
    byte[] bytes = DurableFile.read(file);
    return bytes == null ? null : GrantFormat.whole(bytes);
  }
}
