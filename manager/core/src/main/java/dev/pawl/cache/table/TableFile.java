package dev.pawl.cache.table;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mapped file, the path that it was opened at, and how both are made and put aside. */
final class TableFile {
  private static final String OWNER_ONLY = "rw-------";

  private final Path path;
  private final @Nullable Object key;
  private final FileChannel channel;
  private final MappedByteBuffer memory;

  private TableFile(Path path, @Nullable Object key, FileChannel channel) throws IOException {
    this.path = path;
    this.key = key;
    this.channel = channel;
    long size = channel.size();
    if (size < TableHeader.BYTES || size > Integer.MAX_VALUE) {
      throw new DamagedTableException(path, "it has " + size + " bytes");
    }
    this.memory = channel.map(MapMode.READ_WRITE, 0, size);
  }

  /**
   * Maps the file at {@code path}, whole. The thread's interrupt neither stops this nor gets lost.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  static TableFile open(Path path) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return map(path);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static TableFile map(Path path) throws IOException {
    // The key is read before the file is opened: should another file take its place in between, the
    // key is the old one's, and isCurrent() says so.
    BasicFileAttributes found = attributes(path);
    long unused = PrivateFile.size(path);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      return new TableFile(path, found.fileKey(), channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Puts a file of {@code size} bytes that starts with {@code head} at {@code path}, in one step
   * and readable by its owner only. Nobody else is creating one there.
   */
  static void create(Path path, byte[] head, long size) throws IOException {
    Path fresh = beside(path, ".new");
    Files.deleteIfExists(fresh);
    try {
      createEmpty(fresh);
      try (RandomAccessFile file = new RandomAccessFile(fresh.toFile(), "rw")) {
        file.write(head);
        file.setLength(size);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Makes an empty file, readable by its owner only. */
  static void createEmpty(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var mode = PosixFilePermissions.fromString(OWNER_ONLY);
      Files.createFile(path, PosixFilePermissions.asFileAttribute(mode));
      Files.setPosixFilePermissions(path, mode); // the umask may have taken some away
    } else {
      Files.createFile(path);
    }
  }

  /** Renames what stands at {@code path} to the same name with ".damaged" behind it. */
  static void putAside(Path path) throws IOException {
    Files.move(path, beside(path, ".damaged"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path beside(Path path, String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  Path path() {
    return path;
  }

  MappedByteBuffer memory() {
    return memory;
  }

  /** Whether the path still leads to this file, in its full length. */
  boolean isCurrent() {
    try {
      BasicFileAttributes found = attributes(path);
      return channel.isOpen()
          && Objects.equals(key, found.fileKey())
          && found.size() == memory.capacity();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes {@code bytes} by system call, so that a full disk is an error here and not a fault at
   * the first store to the mapped memory. An interrupt before this does not disturb it; one that
   * strikes within it closes the file: {@link #isCurrent()} is false from then on.
   */
  void write(byte[] bytes, long offset) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest, offset + rest.position());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets go of the file; its memory stays mapped for as long as somebody refers to it. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // nothing is written through it that a close could lose
    }
  }
}
