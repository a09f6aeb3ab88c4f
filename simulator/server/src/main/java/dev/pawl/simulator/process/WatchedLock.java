package dev.pawl.simulator.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that clients lock, of any language: who holds a lock of it by the kernel's table,
 * proc_locks(5). Where there is no such table (other systems than Linux) nobody is seen. Immutable.
 */
public final class WatchedLock {
  private static final Path TABLE = Path.of("/proc/locks");

  private final @Nullable Path file;

  /** Watches a file, which need not be there yet; null for none. */
  public WatchedLock(@Nullable Path file) {
    this.file = file;
  }

  /** Returns the members of its JSON object: the file, who holds it, and how many wait. */
  public Map<String, Object> members() {
    List<Long> holders = new ArrayList<>();
    int waiting = 0;
    for (String[] words : lines()) {
      boolean isWaiting = words[1].equals("->");
      if (isWaiting) {
        waiting++;
      } else if (!holders.contains(Long.parseLong(words[4]))) {
        holders.add(Long.parseLong(words[4]));
      }
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", file == null ? "" : file.toString());
    members.put("visible", Files.isReadable(TABLE));
    members.put("holders", holders);
    members.put("waiting", waiting);
    return members;
  }

  private List<String[]> lines() {
    if (file == null) {
      return List.of();
    }
    try {
      String end = ":" + Files.getAttribute(file, "unix:ino");
      return Files.readAllLines(TABLE).stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words.length >= 8 && (words[5].endsWith(end) || words[6].endsWith(end)))
          .toList();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return List.of(); // it is not there, or this is another system
    }
  }
}
