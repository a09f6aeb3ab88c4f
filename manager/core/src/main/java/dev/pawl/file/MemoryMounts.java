package dev.pawl.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Whether a directory lies in memory, by the number of its file system: the JDK goes by the name of
 * the mount point, and so takes a disk that is mounted over a tmpfs for that tmpfs.
 */
public final class MemoryMounts {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int DEVICE = 2;

  private MemoryMounts() {}

  /** Whether {@code directory} is one, no link, on a tmpfs or ramfs. */
  public static boolean hold(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(MOUNTS)) {
      return false;
    }
    Object number = Files.getAttribute(directory, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    String device = device(((Number) number).longValue());
    for (String line : Files.readString(MOUNTS, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      int type = line.indexOf(" - ") + 3;
      if (fields.length > DEVICE && fields[DEVICE].equals(device) && type > 3) {
        return line.startsWith("tmpfs ", type) || line.startsWith("ramfs ", type);
      }
    }
    return false;
  }

  /** Whether what {@code path} leads to is in memory, or is to be; false if that is not sure. */
  public static boolean lead(Path path) {
    try {
      Path real = path.toRealPath();
      Path directory = Files.isDirectory(real) ? real : real.getParent();
      return directory != null && hold(directory);
    } catch (IOException e) {
      return false;
    }
  }

  /* As the kernel writes it, of the number as stat(2) gives it (gnu_dev_major, gnu_dev_minor). */
  private static String device(long number) {
    long major = ((number >>> 8) & 0xfff) | ((number >>> 32) & ~0xfffL);
    long minor = (number & 0xff) | ((number >>> 12) & ~0xffL);
    return major + ":" + minor;
  }
}
