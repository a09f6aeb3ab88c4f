package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.StoreException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pointer to the active profile: a file that holds its name and nothing else, replaced in one
 * step. Written under the refresh lock of the profile that it pointed to. Thread-safe.
 */
public final class ActiveProfile {
  /** The profile of those who name none, while the pointer points nowhere. */
  public static final String DEFAULT = "default";

  /* More than any name; what is longer is none. */
  private static final int LONGEST = 256;

  private final Path file;

  ActiveProfile(Path file) {
    this.file = file;
  }

  /** Which file stands there now, without reading it. */
  public FileIdentity identity() throws IOException {
    return FileIdentity.of(file);
  }

  /**
   * The name of the active profile.
   *
   * @throws StoreException if the file holds no name
   */
  public String name() throws IOException {
    String name = text();
    if (name == null) {
      return DEFAULT;
    }
    if (!ProfileName.isPossible(name)) {
      throw new StoreException(file, "names no profile; choose one of pawl accounts with pawl use");
    }
    return name;
  }

  /* Not through DurableFile: a warm `pawl token` does without most classes. */
  private @Nullable String text() throws IOException {
    if (file.toFile().exists() && !file.toFile().isFile()) {
      throw new StoreException(file, "is not a regular file; move it away");
    }
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
    } catch (FileNotFoundException e) {
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      throw new StoreException(file, "cannot be read", e);
    }
  }

  /** Points to {@code name}; it is on the disk when this returns. */
  public void point(String name) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    DurableFile.create(next);
    DurableFile.write(next, (ProfileName.checked(name) + "\n").getBytes(StandardCharsets.UTF_8));
    DurableFile.rename(next, file);
    DurableFile.force(Objects.requireNonNull(file.getParent()));
  }

  /** Points nowhere again. */
  public void forget() throws IOException {
    DurableFile.delete(file);
  }
}
