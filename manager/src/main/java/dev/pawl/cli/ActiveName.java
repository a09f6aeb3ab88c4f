package dev.pawl.cli;

import dev.pawl.oauth.ConfigurationException;
import dev.pawl.store.ActiveProfile;
import dev.pawl.store.StateDirectory;
import dev.pawl.store.StoreException;
import java.io.IOException;
import java.util.Map;

/** The name of the active profile, for commands that name none. */
final class ActiveName {
  private ActiveName() {}

  /**
   * The name that the pointer in the state directory of {@code environment} holds.
   *
   * @throws ConfigurationException if the pointer is damaged
   */
  static String of(Map<String, String> environment) {
    StateDirectory directory;
    try {
      directory = StateDirectory.of(environment);
    } catch (StoreException e) {
      return ActiveProfile.DEFAULT; // whoever needs the directory says what is missing
    }
    try {
      return directory.active().name();
    } catch (IOException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }
}
