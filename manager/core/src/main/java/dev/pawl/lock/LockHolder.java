package dev.pawl.lock;

import dev.pawl.file.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Names the process that holds a byte of the lock file, where the kernel tells (Linux), and says if
 * it is stopped, so that it will not let go by itself.
 */
public final class LockHolder {
  private static final Path LOCKS = Path.of("/proc/locks");

  private static final String STOPPED = ", which is stopped; it goes on after: kill -CONT ";
  private static final String WAITING = ", a waiter that has not let go of it yet";

  private LockHolder() {}

  static String describe(Path file, long position) {
    String holder = visible(file, position);
    return holder == null ? "nobody any more" : holder;
  }

  /** As {@link #describe}, but null if nobody is seen to hold it. */
  static @Nullable String visible(Path file, long position) {
    try {
      return find(file, position);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "a process that this system does not name";
    }
  }

  /** Who holds {@code position} of {@code file}; null if nobody is seen to. */
  public static @Nullable String of(Path file, long position) {
    try {
      return find(file, position);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the kernel's list names the file at all: a search for its number and no more. */
  public static boolean isNamed(Path file) {
    try {
      String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
      byte[] locks = DurableFile.read(LOCKS); // not by a channel, whose classes take longer to load
      return locks != null && new String(locks, StandardCharsets.US_ASCII).contains(inode);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /* Whoever waits has a shared lock for an instant: it is named if it does not let go of it. Lines
   * of those who have nothing yet have one word more, and are passed over. */
  private static @Nullable String find(Path file, long position) throws IOException {
    String inode = ":" + Files.getAttribute(file, "unix:ino");
    String reader = null;
    for (String line : Files.readAllLines(LOCKS)) {
      String[] word = line.trim().split("\\s+", -1);
      if (word.length < 8 || !word[5].endsWith(inode) || !covers(word[6], word[7], position)) {
        continue;
      }
      long pid = Long.parseLong(word[4]);
      if ("WRITE".equals(word[3])) {
        return name(pid, "");
      }
      if ("READ".equals(word[3]) && (reader == null || isStopped(pid))) {
        reader = name(pid, WAITING);
      }
    }
    return reader;
  }

  private static boolean covers(String from, String to, long position) {
    return Long.parseLong(from) <= position && ("EOF".equals(to) || position <= Long.parseLong(to));
  }

  /* The command that lets a stopped one go on stands last: it is pasted. */
  private static String name(long pid, String role) {
    if (pid <= 0) {
      return "a process in another container (holder not visible)" + role;
    }
    return pid == ProcessHandle.current().pid()
        ? "this process (" + pid + ")" + role
        : "process " + pid + command(pid) + role + (isStopped(pid) ? STOPPED + pid : "");
  }

  /* State T, or t under a debugger: the word after the name in parentheses (proc(5)). */
  private static boolean isStopped(long pid) {
    try {
      byte[] bytes = DurableFile.read(Path.of("/proc/" + pid + "/stat"));
      String stat = bytes == null ? "" : new String(bytes, StandardCharsets.US_ASCII);
      int state = stat.lastIndexOf(')') + 2;
      return state > 1 && state < stat.length() && "Tt".indexOf(stat.charAt(state)) >= 0;
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static String command(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(path -> " (" + Path.of(path).getFileName() + ")")
        .orElse("");
  }
}
