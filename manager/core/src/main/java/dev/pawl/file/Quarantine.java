package dev.pawl.file;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Keeps a damaged file under a dated name beside it; nothing damaged is ever deleted. */
public final class Quarantine {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private Quarantine() {}

  /**
   * Keeps what {@code file} holds, whatever its length; the date is that of its last change. The
   * file still stands there, to be replaced or discarded, and must not be written into: what is too
   * long to be copied has a second name now, if it can have one.
   */
  public static Path keep(Path file) throws IOException {
    try {
      Path aside = free(file);
      if (Files.size(file) <= DurableFile.LIMIT || !isLinked(aside, file)) {
        copy(file, aside);
      }
      DurableFile.create(aside); // whatever mode the file had, it is 0600 now
      return aside;
    } catch (IOException e) {
      throw new StoreException(file, "is damaged and cannot be kept aside", e);
    }
  }

  /** Renames {@code file}; null if it cannot be, such as a bind mount. */
  public static @Nullable Path move(Path file) throws IOException {
    Path aside = free(file);
    try {
      DurableFile.rename(file, aside);
      return aside;
    } catch (StoreException e) {
      return null;
    }
  }

  private static boolean isLinked(Path aside, Path file) {
    try {
      Files.createLink(aside, file);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static void copy(Path file, Path aside) throws IOException {
    DurableFile.create(aside);
    try (InputStream in = new FileInputStream(file.toFile());
        FileOutputStream out = new FileOutputStream(aside.toFile())) {
      in.transferTo(out);
      out.getFD().sync();
    }
  }

  private static Path free(Path file) throws IOException {
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    String suffix = ".damaged-" + DATE.format(changed);
    Path candidate = file.resolveSibling(file.getFileName() + suffix);
    for (int n = 2; Files.exists(candidate); n++) {
      candidate = file.resolveSibling(file.getFileName() + suffix + "-" + n);
    }
    return candidate;
  }
}
