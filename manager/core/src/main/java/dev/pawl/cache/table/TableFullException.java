package dev.pawl.cache.table;

import java.io.IOException;

/** Every slot of the cache table is taken; profiles that have one go on as before. */
public final class TableFullException extends IOException {
  private static final long serialVersionUID = 1L;

  TableFullException(String message) {
    super(message);
  }
}
