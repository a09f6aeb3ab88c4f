package dev.pawl;

import dev.pawl.spi.Fingerprint;
import dev.pawl.store.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where a fresh state directory puts its cache: in the user's own tmpfs if there is one, else
 * beside the store. Decided once and recorded.
 */
final class CachePlace {
  private CachePlace() {}

  static Path of(StateDirectory directory, Map<String, String> environment) throws IOException {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (runtime.startsWith("/") && isPrivateMemory(Path.of(runtime), directory)) {
      String name = Fingerprint.of(directory.path().toString()).value();
      Path place = Path.of(runtime, "pawl");
      Files.createDirectories(
          place,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return place.resolve("cache-" + name);
    }
    return directory.path().resolve("cache");
  }

  private static boolean isPrivateMemory(Path runtime, StateDirectory directory)
      throws IOException {
    return Files.isDirectory(runtime, LinkOption.NOFOLLOW_LINKS)
        && "tmpfs".equals(Files.getFileStore(runtime).type())
        && Files.getPosixFilePermissions(runtime)
            .equals(PosixFilePermissions.fromString("rwx------"))
        && Files.getOwner(runtime).equals(Files.getOwner(directory.path()));
  }
}
