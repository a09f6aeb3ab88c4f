package dev.pawl;

import dev.pawl.spi.Grant;
import dev.pawl.store.DamagedFileException;
import dev.pawl.store.Inspection;
import dev.pawl.store.StateDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a stored login: all of it or, while its file is damaged, what it will be mended
 * from.
 *
 * @param grant as far as it is known without a secret; null if nobody is logged in or nothing is
 *     left
 * @param damage what is wrong with the file, which it names; null if nothing is
 */
record Remains(@Nullable Grant grant, @Nullable String damage) {

  /** What is left of the login of {@code profile}. */
  static Remains of(StateDirectory directory, String profile) throws IOException {
    try {
      return new Remains(living(directory.store(profile).outline()), null);
    } catch (DamagedFileException e) {
      return after(e, directory, profile);
    }
  }

  /** What is left of the login of {@code profile}, which was found {@code damaged}. */
  static Remains after(DamagedFileException damaged, StateDirectory directory, String profile)
      throws IOException {
    Grant spare = new Inspection(directory).spare(profile);
    return new Remains(living(spare), String.valueOf(damaged.getMessage()));
  }

  private static @Nullable Grant living(@Nullable Grant grant) {
    return grant == null || grant.isTombstone() ? null : grant;
  }
}
