package dev.pawl.cache.table;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What stands at a table's path is not a table that this version can use: truncated, foreign, of
 * another version, or broken inside. {@link MappedTable#openOrCreate} puts it aside.
 */
public final class DamagedTableException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedTableException(Path file, String problem) {
    super(file + " is not a usable cache table: " + problem);
  }
}
