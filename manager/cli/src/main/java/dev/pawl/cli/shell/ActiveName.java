package dev.pawl.cli.shell;

import dev.pawl.directory.ActiveProfile;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.StoreException;
import dev.pawl.transport.ConfigurationException;
import java.io.IOException;
import java.util.Map;

/** The name of the active profile, for commands that name none. */
public final class ActiveName {
  private ActiveName() {}

  /**
   * The name that the pointer in the state directory of {@code environment} holds.
   *
   * @throws ConfigurationException if the pointer is damaged
   */
  public static String of(Map<String, String> environment) {
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
