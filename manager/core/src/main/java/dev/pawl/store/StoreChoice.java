package dev.pawl.store;

import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the next login of a profile is to be kept: {@code credentials.store} in the settings. A
 * login that is stored stays where it is until then (docs/adr/0021).
 *
 * @param settings that may say so
 * @param vaults the places besides files
 */
public record StoreChoice(Settings settings, Vaults vaults) {
  /** The setting. */
  public static final String SETTING = "credentials.store";

  /** Wherever the last login was. */
  public static final StoreChoice AS_RECORDED =
      new StoreChoice(new Settings(null, null), Vaults.system());

  /**
   * What the settings ask for by name, else the place that the application has brought along; null
   * if there is none.
   *
   * @throws IOException if they cannot be read, or name no such place
   */
  public @Nullable String wanted() throws IOException {
    Setting setting = settings.find(SETTING);
    String kind = setting == null ? "auto" : setting.text();
    if (kind.equals("auto")) {
      return vaults.foreignKind();
    }
    if (setting != null && !kind.equals(FileStore.KIND) && !vaults.kinds().contains(kind)) {
      throw setting.malformed("is none of auto, file, " + String.join(", ", vaults.kinds()));
    }
    return kind;
  }

  /** Whether the next login goes to a vault whatever the last one did. */
  public boolean isVault() throws IOException {
    String wanted = wanted();
    return wanted != null && vaults.kinds().contains(wanted);
  }
}
