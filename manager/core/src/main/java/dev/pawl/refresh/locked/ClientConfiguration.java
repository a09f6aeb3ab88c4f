package dev.pawl.refresh.locked;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LastLogin;
import org.jspecify.annotations.Nullable;

/**
 * Under which configuration a client is refused: the settings, and the files with its secret as
 * they were before the first of them was read. For one transaction and its thread.
 */
final class ClientConfiguration {
  private final Settings settings;
  private final String profile;
  private final String files;
  private @Nullable Grant login;
  private String known = "";

  ClientConfiguration(Settings settings, String profile, String files) {
    this.settings = settings;
    this.profile = profile;
    this.files = files;
  }

  /** That of {@code asked}, as it was when it was first asked for. */
  String of(Grant asked) {
    if (login == null
        || !asked.client().equals(login.client())
        || !LastLogin.given(asked).equals(LastLogin.given(login))) {
      known = files + ClientSecrets.identity(settings, profile, asked);
      login = asked;
    }
    return known;
  }
}
