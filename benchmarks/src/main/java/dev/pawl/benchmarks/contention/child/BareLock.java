package dev.pawl.benchmarks.contention.child;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The floor of waiting in the kernel: one keeps the file locked for as long as the provider takes,
 * the others sleep until they share the lock. Nothing is sent, parsed or made durable. The file
 * holds the end of what was got, so that the first of each storm is the one that keeps the lock.
 */
final class BareLock implements Contender {
  /** As long as the provider of a storm takes. */
  private static final int KEPT_MILLIS = 200;

  private static final long LIFETIME = TimeUnit.HOURS.toMillis(1);

  private final FileChannel channel;
  private final InstantSource clock;

  BareLock(Path file, InstantSource clock) throws IOException {
    this.clock = clock;
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public synchronized void token() throws IOException {
    FileLock own = channel.tryLock();
    if (own == null) {
      channel.lock(0, Long.MAX_VALUE, true).release();
      return;
    }
    try {
      if (end() <= clock.millis()) {
        TimeUnit.MILLISECONDS.sleep(KEPT_MILLIS);
        ByteBuffer end = ByteBuffer.allocate(Long.BYTES);
        channel.write(end.putLong(clock.millis() + LIFETIME).flip(), 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while keeping the lock");
    } finally {
      own.release();
    }
  }

  private long end() throws IOException {
    ByteBuffer end = ByteBuffer.allocate(Long.BYTES);
    return channel.read(end, 0) < Long.BYTES ? 0 : end.flip().getLong();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
