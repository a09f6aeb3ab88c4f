package dev.pawl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Keeps a damaged file under a dated name beside it; nothing damaged is ever deleted. */
final class Quarantine {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private Quarantine() {}

  /** Copies {@code content} of {@code file} aside; the date is that of the file's last change. */
  static Path keep(Path file, byte[] content) throws IOException {
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    Path aside = free(file, ".damaged-" + DATE.format(changed));
    try {
      DurableFile.create(aside);
      DurableFile.write(aside, content);
      return aside;
    } catch (IOException e) {
      throw new StoreException(file, "is damaged and cannot be kept aside", e);
    }
  }

  private static Path free(Path file, String suffix) {
    Path candidate = file.resolveSibling(file.getFileName() + suffix);
    for (int n = 2; Files.exists(candidate); n++) {
      candidate = file.resolveSibling(file.getFileName() + suffix + "-" + n);
    }
    return candidate;
  }
}
