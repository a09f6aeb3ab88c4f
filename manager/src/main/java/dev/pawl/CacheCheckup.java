package dev.pawl;

import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.store.StateDirectory;
import dev.pawl.store.StateFormat;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** What a checkup finds of the table that a state directory records. */
final class CacheCheckup {
  private CacheCheckup() {}

  /**
   * What is wrong with the settings of the cache; empty if nothing is.
   *
   * @throws SettingsException if they stop the state directory from being used: it has no record
   */
  static List<Finding> ofSettings(StateDirectory directory, Settings settings)
      throws SettingsException {
    try {
      CachePlan unused = CachePlan.of(settings, 1);
      return List.of();
    } catch (SettingsException e) {
      if (!CacheWish.isRecorded(directory)) {
        throw e;
      }
      String detail = e.getMessage() + "; it is not heard, as the cache is chosen already";
      return List.of(Finding.warn("settings", detail, "correct the file"));
    }
  }

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
