package dev.pawl.cache.table;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a file of any length, mapped by us and in windows that overlap, so that each slot
 * lies within one. It stays mapped for as long as somebody refers to a slot, whatever Chronicle
 * does with its own mapping of the same file.
 */
final class SlotWindows {
  private static final long WINDOW = 1L << 30;

  private final Path path;
  private final @Nullable Object key;
  private final long bytes;
  private final int slotBytes;
  private final MappedByteBuffer[] windows;

  private SlotWindows(Path path, FileChannel channel, @Nullable Object key, int slotBytes)
      throws IOException {
    this.path = path;
    this.key = key;
    this.bytes = channel.size();
    this.slotBytes = slotBytes;
    this.windows = new MappedByteBuffer[(int) ((bytes + WINDOW - 1) / WINDOW)];
    for (int i = 0; i < windows.length; i++) {
      long start = i * WINDOW;
      long length = Math.min(bytes - start, WINDOW + slotBytes);
      windows[i] = channel.map(MapMode.READ_WRITE, start, length);
    }
  }

  /**
   * Maps the file at {@code path}, whole. The thread's interrupt neither stops this nor is lost.
   */
  static SlotWindows open(Path path, int slotBytes) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return map(path, slotBytes);
        } catch (ClosedByInterruptException | InterruptedIOException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SlotWindows map(Path path, int slotBytes) throws IOException {
    BasicFileAttributes found = attributes(path);
    long unused = PrivateFile.size(path);
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return new SlotWindows(path, channel, found.fileKey(), slotBytes);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  Path path() {
    return path;
  }

  long bytes() {
    return bytes;
  }

  /** Whether a slot may begin at {@code offset}. */
  boolean holds(long offset) {
    return offset > 0 && offset % Long.BYTES == 0 && offset <= bytes - slotBytes;
  }

  /** The slot that begins at {@code offset}. */
  ByteBuffer slot(long offset) {
    int at = (int) (offset % WINDOW);
    return windows[(int) (offset / WINDOW)].slice(at, slotBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The first {@code length} bytes; fewer if the file is shorter. */
  byte[] head(int length) {
    byte[] head = new byte[(int) Math.min(length, Math.min(bytes, WINDOW))];
    if (head.length > 0) {
      windows[0].get(0, head);
    }
    return head;
  }

  static int checksum(byte[] head) {
    CRC32 crc = new CRC32();
    crc.update(head, 0, head.length);
    return (int) crc.getValue();
  }

  /** Whether the path still leads to this file, in its full length. */
  boolean isCurrent() {
    try {
      BasicFileAttributes found = attributes(path);
      return Objects.equals(key, found.fileKey()) && found.size() == bytes;
    } catch (IOException e) {
      return false;
    }
  }
}
