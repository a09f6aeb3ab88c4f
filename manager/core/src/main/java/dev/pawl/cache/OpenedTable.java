package dev.pawl.cache;

import dev.pawl.cache.table.SharedCache;
import dev.pawl.directory.StateFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The shared cache as it was found at the last check.
 *
 * @param recorded what the state directory says of it; null if there is to be none
 * @param table that is mapped; null if there is none
 * @param file that it lies in, or would
 * @param checkedAt when, in nanoseconds of the clock
 */
record OpenedTable(
    @Nullable RecordedTable recorded,
    @Nullable SharedCache table,
    @Nullable Path file,
    long checkedAt) {
  static OpenedTable nothing(long now) {
    return new OpenedTable(null, null, null, now);
  }

  OpenedTable at(long now) {
    return new OpenedTable(recorded, table, file, now);
  }

  String engine() {
    return recorded == null ? StateFormat.NONE : recorded.format().engine();
  }

  /** Whether the table was given up by some process: then no second is waited for. */
  boolean isGone() {
    return table != null && table.isRetired();
  }

  /** Whether it stands in for one at the recorded place, which can be had again. */
  boolean isToMove() {
    return recorded != null
        && !recorded.place().recorded().equals(file)
        && recorded.place().isToBeHad();
  }
}
