package dev.pawl.file;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Directories in the memory that all users of the machine share, each made by one process for what
 * it may have to leave there. The name tells the process, so that the next one removes the
 * directory if its process is gone and nothing was left in it.
 *
 * @param root where they are made
 */
public record SharedMemory(Path root) {
  /** That of this machine. */
  public static final SharedMemory OF_MACHINE = new SharedMemory(Path.of("/dev/shm"));

  /** How the name of each begins. */
  public static final String PREFIX = "pawl-login-";

  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]+)-([0-9]{1,9})-[0-9]+");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
  private static final String UNKNOWN = "0";

  /**
   * A new one, which nobody else can enter.
   *
   * @return null if there is no such memory here
   */
  public @Nullable Path make() throws IOException {
    if (!MemoryMounts.hold(root)) {
      return null;
    }
    sweep();
    return Files.createTempDirectory(
        root,
        prefix(ProcessHandle.current().pid()),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** How the name of one begins that process {@code pid} makes. */
  static String prefix(long pid) {
    return PREFIX + namespace() + "-" + pid + "-";
  }

  /* The number of a process says something only among those that count the same way. */
  private static String namespace() {
    try {
      String digits =
          String.valueOf(Files.readSymbolicLink(NAMESPACE).getFileName()).replaceAll("\\D", "");
      return digits.isEmpty() ? UNKNOWN : digits;
    } catch (IOException | UnsupportedOperationException e) {
      return UNKNOWN;
    }
  }

  private void sweep() {
    String namespace = namespace();
    String[] names = root.toFile().list((parent, name) -> name.startsWith(PREFIX));
    for (String name : names == null ? new String[0] : names) {
      Matcher made = NAME.matcher(name);
      boolean known = !namespace.equals(UNKNOWN) && made.matches();
      if (known && made.group(1).equals(namespace) && isGone(Long.parseLong(made.group(2)))) {
        removeIfBlank(root.resolve(name));
      }
    }
  }

  private static boolean isGone(long pid) {
    return ProcessHandle.of(pid).isEmpty();
  }

  /* What was left in it is for the next holder of the login's lock, whom the journal tells of it. */
  private static void removeIfBlank(Path directory) {
    try {
      File[] files = TrustedDirectory.isPrivate(directory) ? directory.toFile().listFiles() : null;
      if (files != null && isBlank(files)) {
        for (File file : files) {
          DurableFile.delete(file.toPath());
        }
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      System.getLogger(SharedMemory.class.getName())
          .log(Level.DEBUG, "what a process left stays: {0}", e.getMessage());
    }
  }

  private static boolean isBlank(File[] files) throws IOException {
    for (File file : files) {
      boolean regular = Files.isRegularFile(file.toPath(), LinkOption.NOFOLLOW_LINKS);
      byte[] bytes = regular ? DurableFile.read(file.toPath()) : null;
      if (bytes == null || !isBlank(bytes)) {
        return false;
      }
    }
    return true;
  }

  /* Room that was reserved reads as zeros. */
  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
