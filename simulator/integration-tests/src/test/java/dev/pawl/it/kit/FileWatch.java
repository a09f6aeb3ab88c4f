package dev.pawl.it.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** Waits for files to change. */
public final class FileWatch {
  private FileWatch() {}

  /** What the files of a directory say. */
  public interface Condition {
    boolean holds() throws IOException;
  }

  /**
   * Returns once {@code condition} holds; it is asked at each change of a file in {@code
   * directory}.
   *
   * @throws AssertionError if nothing changes for a minute
   */
  public static void until(Path directory, Condition condition)
      throws IOException, InterruptedException {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      WatchKey unused =
          directory.register(
              watch,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      while (!condition.holds()) {
        WatchKey changed = watch.poll(1, TimeUnit.MINUTES);
        if (changed == null) {
          throw new AssertionError("nothing has changed in " + directory + " for a minute");
        }
        changed.pollEvents();
        changed.reset();
      }
    }
  }
}
