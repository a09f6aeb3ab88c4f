package dev.pawl.simulator.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that clients lock, of any language: who holds a lock of it by the kernel's table,
 * proc_locks(5). Where there is no such table (other systems than Linux) nobody is seen. Immutable.
 */
public final class WatchedLock {
  private final @Nullable Path file;

  /** Watches a file, which need not be there yet; null for none. */
  public WatchedLock(@Nullable Path file) {
    this.file = file;
  }

  /** Returns the members of its JSON object: the file, who holds it, and how many wait. */
  public Map<String, Object> members() {
    List<LockTable.Line> lines = lines();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", file == null ? "" : file.toString());
    members.put("visible", LockTable.isReadable());
    members.put(
        "holders",
        lines.stream()
            .filter(line -> !line.waiting())
            .map(LockTable.Line::pid)
            .distinct()
            .toList());
    members.put("waiting", (int) lines.stream().filter(LockTable.Line::waiting).count());
    return members;
  }

  private List<LockTable.Line> lines() {
    if (file == null) {
      return List.of();
    }
    try {
      return LockTable.read().of(Set.of(LockTable.inode(file))).toList();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return List.of(); // it is not there, or this is another system
    }
  }
}
