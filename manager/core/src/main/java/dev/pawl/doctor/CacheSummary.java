package dev.pawl.doctor;

import dev.pawl.cache.CachePlace;
import dev.pawl.cache.RecordedTable;
import dev.pawl.cache.table.SharedCache;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shared cache of a state directory, for a person. Immutable.
 *
 * @param engine that the directory records
 * @param capacity how many profiles it has room for
 * @param used how many it holds
 * @param epoch a random number in hexadecimal: another number is another table
 */
public record CacheSummary(String engine, int capacity, int used, String epoch) {

  /** What {@code environment} points at; null if there is no table, or none that can be read. */
  static @Nullable CacheSummary of(Map<String, String> environment) {
    try {
      StateDirectory directory = StateDirectory.of(environment);
      StateFormat format = StateFormat.read(directory);
      return format == null || format.engine().equals(StateFormat.NONE)
          ? null
          : of(format, CachePlace.of(directory, format).present());
    } catch (IOException e) {
      return null;
    }
  }

  /** The table in {@code file}. */
  static CacheSummary of(StateFormat format, Path file) throws IOException {
    try (SharedCache table = RecordedTable.look(format, file)) {
      return new CacheSummary(
          format.engine(),
          table.geometry().profiles(),
          table.used(),
          Long.toHexString(table.epoch()));
    }
  }
}
