package dev.pawl.cache.table;

import dev.pawl.cache.slot.SlotProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of a slot that an engine gives out. */
final class SlotMemory {
  private SlotMemory() {}

  /** A slot of a fresh table of {@code engine}, whose files are gone already. */
  static ByteBuffer of(TableEngine engine) throws IOException {
    Path directory = Files.createTempDirectory("pawl-slot");
    Path path = directory.resolve("cache");
    try (SharedCache table =
        engine.openOrCreate(path, new Geometry(3, SlotProperties.VALUE_BYTES))) {
      return table.claim("me").memory();
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
