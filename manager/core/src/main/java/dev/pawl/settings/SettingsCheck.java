package dev.pawl.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether settings make sense, also those that only a refresh reads. */
public final class SettingsCheck {
  private static final List<String> OF_THE_MACHINE =
      List.of("forceLoginMethod", "forceLoginOrgUUID", "billingChange");

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

  /**
   * What both files say of {@code field}, for any profile and any issuer.
   *
   * @throws SettingsException if a file cannot be understood
   */
  public static List<Setting> ofLogins(Settings settings, String field) throws SettingsException {
    List<Setting> found = new ArrayList<>();
    for (Path file : settings.files()) {
      for (String group : List.of(Settings.PROFILES, "issuers")) {
        Setting logins = settings.find(file, List.of(group));
        for (String name : logins == null ? List.<String>of() : logins.members()) {
          Setting one = settings.find(file, List.of(group, name, field));
          if (one != null) {
            found.add(one);
          }
        }
      }
    }
    return found;
  }

  /**
   * What the user's file says although only the machine's file may.
   *
   * @throws SettingsException if it cannot be understood
   */
  public static List<Setting> withoutEffect(Settings settings) throws SettingsException {
    List<Setting> found = new ArrayList<>();
    for (String name : settings.user() == null ? List.<String>of() : OF_THE_MACHINE) {
      Setting one = settings.find(Objects.requireNonNull(settings.user()), List.of(name));
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }
}
