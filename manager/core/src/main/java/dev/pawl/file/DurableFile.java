package dev.pawl.file;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few file operations on which a crash may happen at any instruction.
 *
 * <p>Streams and random access files only: an interrupt closes a {@link FileChannel}, so the one
 * channel here (to force a directory) is used on Pawl's own thread alone.
 */
public final class DurableFile {
  /** No stored form of a grant, journal or setting is longer; a longer file is damaged. */
  public static final int LIMIT = 4 << 20;

  private DurableFile() {}

  /* Apart: to make a set of an enum, newer JVMs generate a class, for which a mere reader has no time. */
  private static final class Private {
    static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
  }

  /** The bytes of {@code file}; null if it is absent. */
  public static byte @Nullable [] read(Path file) throws IOException {
    byte[] bytes = isThere(file) ? bytes(file, LIMIT + 1) : null;
    if (bytes != null && bytes.length > LIMIT) {
      throw new DamagedFileException(file, "it is longer than " + LIMIT + " bytes");
    }
    return bytes;
  }

  /** The first bytes of {@code file}, at most {@code most}; null if it is absent. */
  public static byte @Nullable [] start(Path file, int most) throws IOException {
    return isThere(file) ? bytes(file, most) : null;
  }

  private static byte @Nullable [] bytes(Path file, int most) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return in.readNBytes(most);
    } catch (IOException e) {
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      throw new StoreException(file, "cannot be read", e);
    }
  }

  /* Looked at before it is opened: to open a pipe would wait for its writer, for ever. */
  private static boolean isThere(Path file) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new StoreException(file, "cannot be read", e);
    }
    if (found.isSymbolicLink()) {
      throw new StoreException(
          file, "is a symbolic link, which a save would replace; put the file itself there");
    }
    if (!found.isRegularFile()) {
      throw new StoreException(file, "is not a regular file; move it away");
    }
    return true;
  }

  /** Creates an empty private file; whatever the umask, 0600. */
  public static void create(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(file, Private.FILE));
      permit(file, Private.FILE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreException(file, "is not a regular file; move it away", e);
      }
      permit(file, Private.FILE);
    } catch (IOException e) {
      throw new StoreException(file, "cannot be made", e);
    }
  }

  /** Creates a private directory and its missing parents; whatever the umask, 0700. */
  public static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      createDirectory(parent);
    }
    try {
      Files.createDirectory(directory, attributes(directory, Private.DIRECTORY));
      permit(directory, Private.DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw new StoreException(directory, "is in the way of a directory", e);
      }
    } catch (IOException e) {
      throw new StoreException(directory, "cannot be made", e);
    }
  }

  /** Reserves {@code size} bytes in {@code file}, on the disk before this returns. */
  public static void reserve(Path file, int size) throws IOException {
    create(file);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(0);
      out.write(new byte[size]);
      out.getFD().sync();
    } catch (IOException e) {
      throw new StoreException(file, "cannot be written", e);
    }
  }

  /**
   * Makes {@code bytes} the whole content of {@code file}, on the disk before this returns. Cut
   * first, so that there is no moment at which they are followed by what was there before.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      overwrite(out, bytes);
      out.getFD().sync();
    } catch (IOException e) {
      throw new StoreException(file, "cannot be written", e);
    }
  }

  /** Makes {@code bytes} the whole content of {@code out}, cut before it is written. */
  public static void overwrite(RandomAccessFile out, byte[] bytes) throws IOException {
    if (out.length() > bytes.length) {
      out.setLength(bytes.length);
    }
    out.write(bytes);
  }

  /** Gives the file at {@code from} the name {@code to}, replacing what was there in one step. */
  public static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException(from, "cannot be renamed", e);
    }
  }

  /** Makes names in {@code directory} durable. */
  public static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new StoreException(directory, "cannot be forced to the disk", e);
    }
  }

  /** Deletes {@code file} if it is there. */
  public static void delete(Path file) throws IOException {
    try {
      Files.delete(file);
    } catch (NoSuchFileException e) {
      // gone already: what was asked for
    } catch (IOException e) {
      throw new StoreException(file, "cannot be deleted", e);
    }
  }

  /** Deletes {@code file}; one that cannot be, such as a bind mount, is emptied. */
  public static void discard(Path file) throws IOException {
    try {
      delete(file);
    } catch (StoreException refused) {
      write(file, new byte[0]);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static void permit(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (isPosix(path) && !Files.getPosixFilePermissions(path).equals(permissions)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
