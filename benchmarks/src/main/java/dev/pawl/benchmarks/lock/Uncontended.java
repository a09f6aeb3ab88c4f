package dev.pawl.benchmarks.lock;

import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks that nobody else wants, taken again and again. */
final class Uncontended {
  private final KernelLock lock;
  private final FileChannel channel;

  Uncontended(Path scratch) throws IOException {
    StateDirectory directory = new StateDirectory(scratch.resolve("uncontended"));
    directory.prepare();
    this.lock = directory.lock("bench");
    this.channel =
        FileChannel.open(
            scratch.resolve("plain"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Microseconds a call. */
  double refreshLock(int calls) throws IOException {
    long begun = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      KernelLock.Held held = lock.tryAcquire();
      if (held == null) {
        throw new IOException("somebody else has the lock");
      }
      held.close();
    }
    return (System.nanoTime() - begun) / 1e3 / calls;
  }

  /** Microseconds a call. */
  double fileChannel(int calls) throws IOException {
    long begun = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      FileLock held = channel.tryLock(1, 1, false);
      if (held == null) {
        throw new IOException("somebody else has the lock");
      }
      held.release();
    }
    return (System.nanoTime() - begun) / 1e3 / calls;
  }
}
