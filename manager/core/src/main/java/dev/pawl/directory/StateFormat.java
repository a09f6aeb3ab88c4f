package dev.pawl.directory;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.NewerFormatException;
import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a state directory was made with, in {@code format.json}: every process follows it, so that
 * cron, sudo and containers agree. Written once, under the table lock.
 *
 * @param engine of the shared cache: {@code mapped}, {@code chronicle} or {@code none}
 * @param cache absolute path of the cache file; empty for {@code none}
 * @param slotBytes size of one profile's value in it
 * @param profiles how many profiles it has room for
 * @param lock inode of the directory's lock file: a copied directory has another, and so needs a
 *     record and a cache of its own
 */
public record StateFormat(String engine, String cache, int slotBytes, int profiles, long lock) {
  static final int VERSION = 1;

  /** No shared cache. */
  public static final String NONE = "none";

  /** The table of mapped memory. */
  public static final String MAPPED = "mapped";

  /** Chronicle Map. */
  public static final String CHRONICLE = "chronicle";

  private static final String HEAD = "{\n  \"format\" : 1,\n  \"reader\" : 1,\n  \"engine\" : \"";
  private static final String CACHE = "\",\n  \"cache\" : \"";
  private static final String SLOT = "\",\n  \"slot_bytes\" : ";
  private static final String PROFILES = ",\n  \"profiles\" : ";
  private static final String LOCK = ",\n  \"lock_inode\" : ";
  private static final String TAIL = "\n}\n";

  /**
   * The record of {@code directory}; null if there is none yet, or only that of the directory it
   * was copied from.
   *
   * @throws NewerFormatException if this Pawl is too old for it
   * @throws DamagedFileException if it cannot be understood
   */
  public static @Nullable StateFormat read(StateDirectory directory) throws IOException {
    Path file = directory.formatFile();
    byte[] bytes = DurableFile.read(file);
    if (bytes == null) {
      return null;
    }
    StateFormat quick = quick(new String(bytes, StandardCharsets.UTF_8));
    StateFormat found = quick != null ? quick : parse(file, bytes);
    found.requirePlace(file);
    return found.lock == FileIdentity.inode(directory.lockFile()) ? found : null;
  }

  private void requirePlace(Path file) throws DamagedFileException {
    try {
      if (!engine.equals(NONE) && !Path.of(cache).isAbsolute()) {
        throw new DamagedFileException(
            file, "cache is no absolute path; delete it, it is made anew without loss");
      }
    } catch (InvalidPathException e) {
      throw new DamagedFileException(
          file, "cache is no path here; delete it, it is made anew without loss", e);
    }
  }

  /**
   * Makes sure that this Pawl may use {@code directory}, whatever else is wrong with its record:
   * that costs the cache at most.
   *
   * @throws NewerFormatException if this Pawl is too old for it
   */
  public static void requireKnown(StateDirectory directory) throws NewerFormatException {
    try {
      StateFormat unused = read(directory);
    } catch (NewerFormatException e) {
      throw e;
    } catch (IOException e) {
      // whoever opens the cache, and the checkup, tell what is wrong with it
    }
  }

  /**
   * As {@code this}, of a directory that is made now, whatever lock it names; the caller holds the
   * directory's table lock.
   */
  public StateFormat in(StateDirectory directory) throws IOException {
    long inode = FileIdentity.inode(directory.lockFile());
    return new StateFormat(engine, cache, slotBytes, profiles, inode);
  }

  /** Writes the record of a fresh directory; the caller holds the table lock. */
  public void write(StateDirectory directory) throws IOException {
    Path file = directory.formatFile();
    Path next = file.resolveSibling("format.json.next");
    DurableFile.create(next);
    DurableFile.write(next, render().getBytes(StandardCharsets.UTF_8));
    DurableFile.rename(next, file);
    DurableFile.force(Objects.requireNonNull(file.getParent()));
  }

  private String render() {
    return HEAD
        + engine
        + CACHE
        + cache.replace("\\", "\\\\").replace("\"", "\\\"")
        + SLOT
        + slotBytes
        + PROFILES
        + profiles
        + LOCK
        + lock
        + TAIL;
  }

  /* A warm `pawl token` must not load a JSON library. What was written here is read back by
   * position; anything else, to the last byte, is left to the parser. */
  private static @Nullable StateFormat quick(String text) {
    int cache = text.indexOf(CACHE);
    int slot = text.indexOf(SLOT);
    int profiles = text.indexOf(PROFILES);
    int lock = text.indexOf(LOCK);
    if (!text.startsWith(HEAD) || cache < 0 || slot < cache || profiles < slot || lock < profiles) {
      return null;
    }
    try {
      StateFormat format =
          new StateFormat(
              text.substring(HEAD.length(), cache),
              text.substring(cache + CACHE.length(), slot),
              Integer.parseInt(text.substring(slot + SLOT.length(), profiles)),
              Integer.parseInt(text.substring(profiles + PROFILES.length(), lock)),
              Long.parseLong(text.substring(lock + LOCK.length(), text.length() - TAIL.length())));
      return format.render().equals(text) ? format : null;
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      return null;
    }
  }

  private static StateFormat parse(Path file, byte[] bytes) throws IOException {
    try {
      Fields fields = Fields.read(bytes);
      long reader = fields.integer("reader", VERSION);
      if (reader > VERSION) {
        throw new NewerFormatException(file.toString(), reader, VERSION);
      }
      return new StateFormat(
          fields.text("engine"),
          fields.text("cache"),
          (int) fields.integer("slot_bytes", 0),
          (int) fields.integer("profiles", 0),
          fields.integer("lock_inode", 0));
    } catch (JsonException e) {
      throw new DamagedFileException(
          file, e.getMessage() + "; delete it, it is made anew without loss", e);
    }
  }
}
