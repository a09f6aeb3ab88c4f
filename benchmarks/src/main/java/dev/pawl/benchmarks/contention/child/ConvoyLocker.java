package dev.pawl.benchmarks.contention.child;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** {@code FileChannel.lock}: everybody queues in the kernel and takes it in turn. */
final class ConvoyLocker implements FileLocker {
  private final FileChannel channel;

  ConvoyLocker(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public Release acquire() throws IOException {
    FileLock lock = channel.lock();
    return lock::release;
  }
}
