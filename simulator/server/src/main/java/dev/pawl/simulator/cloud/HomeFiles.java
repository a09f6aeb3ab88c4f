package dev.pawl.simulator.cloud;

import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Files in a home directory that their owner alone may read. */
public final class HomeFiles {
  private HomeFiles() {}

  /** Returns an object in JSON. */
  public static String json(Map<String, ?> members) {
    return StrictJson.write(members) + "\n";
  }

  /**
   * Writes files; those that are there are replaced.
   *
   * @param files their content, by their place in the home directory
   * @throws IOException if one cannot be written
   * @throws IllegalArgumentException if a place is outside
   */
  public static void write(Path home, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path place = home.resolve(file.getKey()).normalize();
      if (!place.startsWith(home.normalize())) {
        throw new IllegalArgumentException(file.getKey() + " is outside of the home directory");
      }
      Path parent = place.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(place, file.getValue());
      if (Files.getFileStore(place).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
      }
    }
  }
}
