package dev.pawl.lock;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lock file as it was opened: a descriptor that is open until the JVM ends, since closing it
 * would drop every lock that this JVM holds on the file (POSIX), by whichever descriptor.
 *
 * @param channel to lock with; never closed by Pawl
 * @param key of the file that it stands for; 0 if that is not known
 */
record LockFile(FileChannel channel, long key) {
  /* Whatever else forgets a channel: the collector, which would close it, must not find it. */
  private static final Queue<FileChannel> KEPT = new ConcurrentLinkedQueue<>();

  private static final long LIFE_OF_THE_JVM_DAYS = 36_500;
  private static final File DESCRIPTORS = new File("/proc/self/fd");

  /** Opens the lock file at {@code path}, made if it is missing. */
  static LockFile open(Path path) throws IOException {
    DurableFile.create(path);
    long before = FileIdentity.of(path).key();
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    keep(channel);
    long after = FileIdentity.of(path).key();
    return new LockFile(channel, before == after && isOpen(after) ? after : 0);
  }

  /* A class that can be unloaded takes what it holds along. The JDK's list of timeouts does not, and
   * sees only types of the JDK there: that loader may go, its channels stay (docs/adr/0032). */
  private static void keep(FileChannel channel) {
    KEPT.add(channel);
    if (LockFile.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      CompletableFuture<FileChannel> unused =
          new CompletableFuture<FileChannel>()
              .completeOnTimeout(channel, LIFE_OF_THE_JVM_DAYS, TimeUnit.DAYS);
    }
  }

  /* Where the kernel tells, the descriptor itself is asked: the path may name another by now. */
  private static boolean isOpen(long key) {
    String[] numbers = DESCRIPTORS.list();
    if (numbers == null) {
      return true;
    }
    for (String number : numbers) {
      if (keyOf(number) == key) {
        return true;
      }
    }
    return false;
  }

  private static long keyOf(String number) {
    try {
      return FileIdentity.of(DESCRIPTORS.toPath().resolve(number)).key();
    } catch (IOException e) {
      return 0; // closed meanwhile
    }
  }

  /** Whether the file at {@code path} is the one that is open. */
  boolean isAt(Path path) throws IOException {
    return key != 0 && key == FileIdentity.of(path).key();
  }
}
