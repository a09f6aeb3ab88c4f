package dev.pawl.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether settings make sense, also those that only a refresh reads. */
public final class SettingsCheck {
  private SettingsCheck() {}

  /**
   * Makes sure that all that {@code settings} say of profiles and issuers can be understood.
   *
   * @throws SettingsException if not; the message names file and field
   */
  public static void requireSense(Settings settings) throws SettingsException {
    for (Path file : settings.files()) {
      Setting profiles = settings.find(file, List.of(Settings.PROFILES));
      for (String name : profiles == null ? List.<String>of() : profiles.members()) {
        ProfileSettings unused = settings.profile(file, name);
      }
    }
    SpendLimits.requireSense(settings);
    Map<String, ErrorCodes> unused = settings.errorsOfIssuers();
  }
}
