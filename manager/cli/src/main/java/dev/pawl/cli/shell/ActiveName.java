package dev.pawl.cli.shell;

import dev.pawl.Profiles;
import dev.pawl.network.ConfigurationException;
import dev.pawl.token.TokenException;
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
    try {
      return Profiles.active(environment);
    } catch (TokenException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }
}
