package dev.pawl.profile;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.file.DamagedFileException;
import dev.pawl.file.FileIdentity;
import dev.pawl.policy.RefusalText;
import dev.pawl.policy.StorageProblem;
import dev.pawl.settings.ProfileSettings;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Grant;
import dev.pawl.store.journal.JournalRecord.Failures;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the settings or the server refuse the login of a profile, by the files as they are now: a
 * slot has no room for it.
 *
 * @param problem naming file and field, or what the server said
 * @param serves whether a token that has not ended is given all the same
 */
public record LoginRefusal(TokenException problem, boolean serves) {

  /** What stands against the stored login of {@code profile}; null if nothing does. */
  public static @Nullable LoginRefusal to(ProfileFiles profile) {
    try {
      ProfileSettings said = profile.settings().profile(profile.name());
      Grant grant = profile.store().readWithoutSecrets();
      return grant == null || grant.isTombstone() ? null : to(profile, said, grant);
    } catch (DamagedFileException e) {
      return null; // whoever looks at the store says so
    } catch (IOException e) {
      return new LoginRefusal(StorageProblem.of(e), false);
    }
  }

  private static @Nullable LoginRefusal to(ProfileFiles profile, ProfileSettings said, Grant grant)
      throws IOException {
    TokenException refusal = profile.refusal(grant);
    if (refusal != null) {
      return new LoginRefusal(refusal, false);
    }
    String field = said.contradiction(grant.client());
    if (field != null) {
      String why = contradiction(profile.settings(), profile.name(), field);
      return new LoginRefusal(RefusalText.contradicted(why), true);
    }
    Failures failures = profile.journal().read().since(grant).failures();
    String refused = failures.refusal();
    if (refused == null) {
      return null;
    }
    boolean stands = failures.refusedUnder().equals(configuration(profile, grant));
    return !stands ? null : new LoginRefusal(RefusalText.refused(refused), true);
  }

  /** How {@code field} of the settings of {@code profile} contradicts the login, and where. */
  public static String contradiction(Settings settings, String profile, String field) {
    String what = "is not what the login of profile " + profile + " is bound to";
    try {
      Setting setting = settings.find(List.of("profiles", profile, field));
      return setting == null
          ? "field profiles." + profile + "." + field + " " + what
          : String.valueOf(setting.malformed(what).getMessage());
    } catch (SettingsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Which settings, and which files with its secrets, a refusal of {@code grant} is met under: with
   * others the server is asked again.
   */
  public static String configuration(ProfileFiles profile, Grant grant) throws IOException {
    Settings settings = profile.settings();
    return configuration(settings) + ClientSecrets.identity(settings, profile.name(), grant);
  }

  /** The part of it that is the same for all clients. */
  public static String configuration(Settings settings) throws IOException {
    return String.valueOf(FileIdentity.ofAll(settings.files()).hashCode());
  }
}
