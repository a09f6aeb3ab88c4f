package dev.pawl.cloud.source;

import dev.pawl.cloud.CloudEngine;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.CloudVendor;
import dev.pawl.file.JarFolder;
import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the adapters of the vendors' libraries are found: on the class path, else in the folder of
 * the vendor below the one that the launcher names, whose jars no program loads that does not
 * choose the cloud. Looked up once in a JVM.
 */
final class CloudEngines {
  /** The system property of the launcher. */
  static final String FOLDER = "pawl.clouds";

  private static final Map<CloudVendor, CloudEngine> FOUND = new ConcurrentHashMap<>();

  private CloudEngines() {}

  /**
   * The adapter for {@code platform}.
   *
   * @throws CloudException MISCONFIGURED that names what to add, if there is none
   */
  static CloudEngine of(CloudPlatform platform) throws CloudException {
    CloudVendor vendor = platform.vendor();
    CloudEngine known = FOUND.get(vendor);
    if (known != null) {
      return known;
    }
    CloudEngine found = find(vendor, CloudEngines.class.getClassLoader());
    if (found == null) {
      found = inFolder(vendor);
    }
    if (found == null) {
      throw missing(platform);
    }
    FOUND.put(vendor, found);
    return found;
  }

  private static @Nullable CloudEngine find(CloudVendor vendor, ClassLoader loader) {
    for (CloudEngine engine : ServiceLoader.load(CloudEngine.class, loader)) {
      if (engine.vendor() == vendor) {
        return engine;
      }
    }
    return null;
  }

  private static @Nullable CloudEngine inFolder(CloudVendor vendor) throws CloudException {
    try {
      ClassLoader loader = JarFolder.loader(FOLDER, vendor.word());
      return loader == null ? null : find(vendor, loader);
    } catch (IOException e) {
      throw new CloudException(
          CloudException.Kind.MISCONFIGURED, "the launcher's libraries cannot be read", e);
    }
  }

  private static CloudException missing(CloudPlatform platform) {
    String next =
        JarFolder.isKnown(FOLDER)
            ? "run: pawl build clouds"
            : "add " + platform.vendor().artifact() + " to the class path";
    return new CloudException(
        CloudException.Kind.MISCONFIGURED,
        platform.variable()
            + " is on, but what finds the credentials of "
            + platform.title()
            + " is not here; "
            + next,
        null);
  }
}
