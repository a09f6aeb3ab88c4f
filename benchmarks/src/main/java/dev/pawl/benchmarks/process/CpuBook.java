package dev.pawl.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the kernel has booked for each thread of this process, by /proc; on systems without it, all
 * zero. A thread that sleeps is booked to the nanosecond.
 *
 * @param tasks by thread number
 */
public record CpuBook(Map<String, Entry> tasks) {
  private static final Path TASKS = Path.of("/proc/self/task");

  /**
   * What one thread, or several, used.
   *
   * @param nanos time on a processor
   * @param voluntary how often it gave the processor up
   * @param involuntary how often the processor was taken from it
   */
  public record Entry(long nanos, long voluntary, long involuntary) {
    /** Nothing. */
    public static final Entry NONE = new Entry(0, 0, 0);

    /** Both together. */
    public Entry plus(Entry other) {
      return new Entry(
          nanos + other.nanos, voluntary + other.voluntary, involuntary + other.involuntary);
    }

    /** What was added since. */
    public Entry since(Entry before) {
      return new Entry(
          nanos - before.nanos, voluntary - before.voluntary, involuntary - before.involuntary);
    }
  }

  /** The book as it stands. */
  public static CpuBook read() throws IOException {
    Map<String, Entry> tasks = new HashMap<>();
    if (Files.isDirectory(TASKS)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(TASKS)) {
        for (Path task : all) {
          read(task, tasks);
        }
      }
    }
    return new CpuBook(tasks);
  }

  private static void read(Path task, Map<String, Entry> tasks) throws IOException {
    try {
      long nanos = Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
      String status = Files.readString(task.resolve("status"));
      tasks.put(
          task.getFileName().toString(),
          new Entry(
              nanos,
              number(status, "\nvoluntary_ctxt_switches:"),
              number(status, "\nnonvoluntary_ctxt_switches:")));
    } catch (NoSuchFileException e) {
      // the thread has just ended
    }
  }

  private static long number(String status, String key) {
    int at = status.indexOf(key);
    if (at < 0) {
      return 0;
    }
    int from = at + key.length();
    int end = status.indexOf('\n', from);
    return Long.parseLong(status.substring(from, end < 0 ? status.length() : end).strip());
  }

  /** What all threads but one used since {@code before}; those that ended are not counted. */
  public Entry since(CpuBook before, String exempt) {
    Entry sum = Entry.NONE;
    for (Map.Entry<String, Entry> task : tasks.entrySet()) {
      if (!task.getKey().equals(exempt)) {
        Entry old = before.tasks.getOrDefault(task.getKey(), Entry.NONE);
        sum = sum.plus(task.getValue().since(old));
      }
    }
    return sum;
  }

  /** The number of the thread that calls, as the kernel has it; empty where there is no /proc. */
  public static String self() throws IOException {
    Path link = Path.of("/proc/thread-self");
    return Files.exists(link) ? link.toRealPath().getFileName().toString() : "";
  }
}
