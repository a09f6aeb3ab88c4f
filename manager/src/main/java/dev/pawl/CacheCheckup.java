package dev.pawl;

import dev.pawl.store.StateFormat;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** What a checkup finds of the table that a state directory records. */
final class CacheCheckup {
  private CacheCheckup() {}

  static Finding finding(StateFormat format) {
    String file = format.cache();
    try {
      CacheSummary table = CacheSummary.of(format);
      return Finding.ok(
          "cache",
          file
              + ": "
              + table.engine()
              + ", "
              + table.used()
              + " of "
              + table.capacity()
              + " slots taken, epoch "
              + table.epoch());
    } catch (NoSuchFileException e) {
      return Finding.ok("cache", file + " is not there yet; the next login or refresh makes it");
    } catch (IOException e) {
      return Finding.warn(
          "cache",
          file + " cannot be used (" + e.getMessage() + "); all works, only slower",
          "none needed: the next login or refresh makes it anew");
    }
  }
}
