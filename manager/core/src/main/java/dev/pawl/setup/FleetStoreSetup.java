package dev.pawl.setup;

import dev.pawl.fleet.StoreAddress;
import dev.pawl.session.FleetSettings;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.SecretReference;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first use of a store by a fleet. */
public final class FleetStoreSetup {
  private FleetStoreSetup() {}

  /**
   * Prepares the store for this version of Pawl; may be repeated, and never loses anything.
   *
   * @param url of the store, as a user who may make tables; null for what the settings say
   * @param password where the password of that user is; null for where the settings say
   * @return what was done, and what hosts need besides, for people
   * @throws SettingsException if the settings or {@code url} make no sense
   * @throws IOException if it cannot be done; the message says what to do
   */
  public static String prepare(
      Settings settings,
      Map<String, String> environment,
      @Nullable String url,
      @Nullable SecretReference password)
      throws IOException {
    StoreAddress address = new FleetSettings(settings, environment).address(url, password);
    return FleetSettings.provider(address).initialize(address);
  }
}
