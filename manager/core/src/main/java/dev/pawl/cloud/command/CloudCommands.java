package dev.pawl.cloud.command;

import dev.pawl.cloud.CloudPlatform;
import dev.pawl.file.FileIdentity;
import dev.pawl.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commands that the settings name for one platform.
 *
 * @param identities of the settings files that say so
 * @param export prints credentials; null if the vendor's library finds them
 * @param refresh begins a new session with a person's help; null if none is named
 */
public record CloudCommands(
    List<FileIdentity> identities, @Nullable CloudCommand export, @Nullable CloudCommand refresh) {

  /**
   * What {@code settings} say.
   *
   * @throws IOException if they cannot be understood, or name what cannot be trusted
   */
  public static CloudCommands of(
      CloudPlatform platform,
      Settings settings,
      List<FileIdentity> identities,
      Map<String, String> environment)
      throws IOException {
    return new CloudCommands(
        identities,
        CloudCommand.of(settings, platform.exportSetting(), environment),
        CloudCommand.of(settings, platform.refreshSetting(), environment));
  }
}
