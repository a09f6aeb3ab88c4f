package dev.pawl.simulator.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel's table of file locks, proc_locks(5), as it was read once. Immutable. */
public final class LockTable {
  private static final Path TABLE = Path.of("/proc/locks");

  private final List<Line> lines;

  /**
   * One lock, or one who waits for it.
   *
   * @param pid the process
   * @param inode the file
   * @param start the first byte that is locked
   * @param waiting whether it does not have it yet
   */
  public record Line(long pid, long inode, long start, boolean waiting) {}

  private LockTable(List<Line> lines) {
    this.lines = lines;
  }

  /** Tells whether there is one here: Linux has it. */
  public static boolean isReadable() {
    return Files.isReadable(TABLE);
  }

  /** Reads it. */
  public static LockTable read() throws IOException {
    return of(Files.readAllLines(TABLE));
  }

  /** Reads {@code lines} as it; what is none of its lines is left out. */
  public static LockTable of(List<String> lines) {
    return new LockTable(lines.stream().map(LockTable::line).flatMap(Optional::stream).toList());
  }

  /** Returns the lines of these files. */
  public Stream<Line> of(Set<Long> inodes) {
    return lines.stream().filter(line -> inodes.contains(line.inode()));
  }

  /** Returns which file that is, by its number. */
  public static long inode(Path file) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
  }

  /* As in "1: POSIX ADVISORY WRITE 77 08:01:4711 5 5"; who waits has an arrow behind the number. */
  private static Optional<Line> line(String text) {
    String[] words = text.strip().split("\\s+", -1);
    int shift = words.length > 1 && words[1].equals("->") ? 1 : 0;
    if (words.length < 8 + shift) {
      return Optional.empty();
    }
    try {
      String place = words[5 + shift];
      return Optional.of(
          new Line(
              Long.parseLong(words[4 + shift]),
              Long.parseLong(place.substring(place.lastIndexOf(':') + 1)),
              Long.parseLong(words[6 + shift]),
              shift == 1));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
