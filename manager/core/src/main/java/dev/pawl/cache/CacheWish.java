package dev.pawl.cache;

import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.token.CacheMode;
import java.io.IOException;
import java.util.Map;

/**
 * What an application wants of the shared cache; but for the mode, heard only when a state
 * directory is made.
 *
 * @param mode whether it is used
 * @param settings that say which engine, or nothing
 * @param environment that says where
 * @param expectedProfiles how many profiles there will be
 */
public record CacheWish(
    CacheMode mode, Settings settings, Map<String, String> environment, int expectedProfiles) {

  /**
   * Makes sure that a record can be made if {@code directory} has none. If it has one, the settings
   * are not read any more, so a mistake in them must stop nobody.
   *
   * @throws SettingsException if a setting makes no sense; the message names file and field
   */
  public void requireSense(StateDirectory directory) throws SettingsException {
    if (mode != CacheMode.NONE && !isRecorded(directory)) {
      CachePlan unused = CachePlan.of(settings, expectedProfiles);
    }
  }

  /** Whether the cache of {@code directory} is chosen already, be the record damaged or newer. */
  public static boolean isRecorded(StateDirectory directory) {
    try {
      return StateFormat.read(directory) != null;
    } catch (IOException e) {
      return true; // whoever opens the cache, and the checkup, tell what is wrong with it
    }
  }

  /** The record of {@code directory}, made now; the caller holds its table lock. */
  StateFormat record(StateDirectory directory) throws IOException {
    CachePlan plan = CachePlan.of(settings, expectedProfiles);
    String place =
        plan.engine().equals(StateFormat.NONE)
            ? ""
            : CachePlace.chosen(directory, environment).toString();
    return new StateFormat(
            plan.engine(), place, plan.geometry().valueBytes(), plan.geometry().profiles(), 0)
        .in(directory);
  }
}
