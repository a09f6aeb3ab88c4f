package dev.pawl.drills.stage;

import dev.pawl.simulator.process.LockTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who holds locks by the kernel's table, where it can be read (Linux). */
public final class Locks {
  private Locks() {}

  /** Tells whether it can be read. */
  public static boolean areVisible() {
    return LockTable.isReadable();
  }

  /**
   * Returns the processes that hold a profile's byte of the lock file; byte 0 is the cache table's.
   */
  public static List<Long> holders(Path lockFile) throws IOException {
    return holders(LockTable.read(), LockTable.inode(lockFile));
  }

  static List<Long> holders(LockTable table, long inode) {
    return table
        .of(Set.of(inode))
        .filter(line -> !line.waiting() && line.start() != 0)
        .map(LockTable.Line::pid)
        .toList();
  }

  /** Returns the processes that hold a lock of any of these files, wherever in it. */
  static Set<Long> anyHolders(Set<Long> inodes) throws IOException {
    return LockTable.read()
        .of(inodes)
        .filter(line -> !line.waiting())
        .map(LockTable.Line::pid)
        .collect(Collectors.toSet());
  }
}
