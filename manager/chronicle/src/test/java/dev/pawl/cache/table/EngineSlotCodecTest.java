package dev.pawl.cache.table;

import dev.pawl.cache.slot.SlotProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The properties of a slot in the memory that each engine gives out. */
final class EngineSlotCodecTest {
  private EngineSlotCodecTest() {}

  static final class Mapped extends SlotProperties {
    Mapped() throws IOException {
      super(slot(TableEngine.MAPPED));
    }
  }

  static final class Chronicle extends SlotProperties {
    Chronicle() throws IOException {
      super(slot(TableEngine.CHRONICLE));
    }
  }

  private static ByteBuffer slot(TableEngine engine) throws IOException {
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
