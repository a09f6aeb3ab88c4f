package dev.pawl;

import dev.pawl.store.StateDirectory;
import dev.pawl.store.StateFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a state directory's cache lies on: secrets of a store that keeps them off disks may be in a
 * cache in memory alone.
 */
final class CacheMedium {
  private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");

  private CacheMedium() {}

  /** Whether the cache that {@code directory} records is in memory; false if that is not sure. */
  static boolean isMemory(StateDirectory directory) {
    try {
      StateFormat format = StateFormat.read(directory);
      return format != null
          && !format.cache().isEmpty()
          && MEMORY.contains(Files.getFileStore(Path.of(format.cache())).type());
    } catch (IOException e) {
      return false;
    }
  }
}
