package dev.pawl.profile;

import dev.pawl.directory.Inspection;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.DamagedFileException;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.Fleet;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a stored login: all of it or, while its file is damaged, what it will be
 * recovered from.
 *
 * @param grant as far as it is known without a secret; null if nobody is logged in or nothing is
 *     left
 * @param damage what is wrong with the file, which it names; null if nothing is
 */
public record RecoverableLogin(@Nullable Grant grant, @Nullable String damage) {

  /**
   * What is left of the login of {@code profile}.
   *
   * @param fleet that the directory belongs to; null if to none
   */
  public static RecoverableLogin of(StateDirectory directory, String profile, @Nullable Fleet fleet)
      throws IOException {
    try {
      return new RecoverableLogin(
          living(directory.look(profile, fleet).readWithoutSecrets()), null);
    } catch (DamagedFileException e) {
      return after(e, directory, profile);
    }
  }

  /** What is left of the login of {@code profile}, which was found {@code damaged}. */
  public static RecoverableLogin after(
      DamagedFileException damaged, StateDirectory directory, String profile) throws IOException {
    Grant spare = new Inspection(directory).spare(profile);
    return new RecoverableLogin(living(spare), String.valueOf(damaged.getMessage()));
  }

  private static @Nullable Grant living(@Nullable Grant grant) {
    return grant == null || grant.isTombstone() ? null : grant;
  }
}
