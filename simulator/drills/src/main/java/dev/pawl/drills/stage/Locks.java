package dev.pawl.drills.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kernel's table of file locks, where it can be read (Linux). */
public final class Locks {
  private static final Path TABLE = Path.of("/proc/locks");

  private Locks() {}

  /** Tells whether it can be read. */
  public static boolean areVisible() {
    return Files.isReadable(TABLE);
  }

  /**
   * Returns the processes that hold a profile's byte of the lock file; byte 0 is the cache table's.
   */
  public static List<Long> holders(Path lockFile) throws IOException {
    long inode = ((Number) Files.getAttribute(lockFile, "unix:ino")).longValue();
    return holders(Files.readAllLines(TABLE), inode);
  }

  static List<Long> holders(List<String> table, long inode) {
    return table.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(word -> word.length >= 8 && word[5].endsWith(":" + inode) && !word[6].equals("0"))
        .map(word -> Long.parseLong(word[4]))
        .toList();
  }

  /** Returns the processes that hold a lock of any of these files, wherever in it. */
  static Set<Long> anyHolders(Set<Long> inodes) throws IOException {
    return Files.readAllLines(TABLE).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(word -> word.length >= 8 && inodes.contains(inode(word[5])))
        .map(word -> Long.parseLong(word[4]))
        .collect(Collectors.toSet());
  }

  /* Behind the device: 08:01:4711; 0 for what is none, as in the line of one that waits. */
  private static long inode(String place) {
    String number = place.substring(place.lastIndexOf(':') + 1);
    return place.contains(":") && number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
  }
}
