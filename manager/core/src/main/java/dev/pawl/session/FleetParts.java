package dev.pawl.session;

import dev.pawl.file.JarFolder;
import java.io.IOException;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where what opens stores and what seals records are found: on the class path, else in a folder of
 * their own below the one that the launcher names, which nobody loads that has no fleet.
 */
final class FleetParts {
  /** The system property of the launcher. */
  static final String FOLDER = "pawl.fleet";

  private FleetParts() {}

  /** The first that {@code fits}; null if there is none. */
  static <T> @Nullable T find(Class<T> part, Predicate<T> fits, String folder) throws IOException {
    T found = find(part, fits, FleetParts.class.getClassLoader());
    ClassLoader apart = found == null ? JarFolder.loader(FOLDER, folder) : null;
    return apart == null ? found : find(part, fits, apart);
  }

  private static <T> @Nullable T find(Class<T> part, Predicate<T> fits, ClassLoader loader) {
    for (T each : ServiceLoader.load(part, loader)) {
      if (fits.test(each)) {
        return each;
      }
    }
    return null;
  }

  /** What to do where {@code artifact} is wanting. */
  static String remedy(String artifact) {
    return JarFolder.isKnown(FOLDER)
        ? "run: pawl build fleet"
        : "add dev.pawl:" + artifact + " to the class path";
  }
}
