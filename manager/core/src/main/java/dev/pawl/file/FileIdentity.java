package dev.pawl.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which file stood at a path, and in which state: equal identities mean that it need not be read
 * again.
 *
 * @param key hash of the file's device and inode; 0 if the file was absent
 * @param size in bytes
 * @param modified time of the last change in nanoseconds since the epoch
 */
public record FileIdentity(long key, long size, long modified) {
  /** No file at the path. */
  public static final FileIdentity ABSENT = new FileIdentity(0, 0, 0);

  /**
   * The number of the file at {@code path} within its file system, the same under every mount; 0 if
   * there is no file or no such number.
   *
   * @throws IOException if the file is there but its attributes cannot be read
   */
  public static long inode(Path path) throws IOException {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      String text = String.valueOf(key);
      int start = text.indexOf("ino=") + 4;
      return start < 4 ? 0 : Long.parseLong(text.substring(start, text.length() - 1));
    } catch (NoSuchFileException | NumberFormatException e) {
      return 0;
    }
  }

  /* Spelled out: what the compiler makes for a record costs a cold process milliseconds. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileIdentity that
        && key == that.key
        && size == that.size
        && modified == that.modified;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(key ^ size ^ modified);
  }

  /**
   * The identity of the file at {@code path}, symbolic links followed; {@link #ABSENT} if there is
   * none.
   *
   * @throws IOException if the file is there but its attributes cannot be read
   */
  public static FileIdentity of(Path path) throws IOException {
    if (isPlainlyAbsent(path.toFile())) {
      return ABSENT;
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Object key = attributes.fileKey();
      return new FileIdentity(
          key == null ? 1 : 0x1_0000_0000L | (key.hashCode() & 0xffff_ffffL),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    } catch (NoSuchFileException e) {
      return ABSENT;
    }
  }

  /**
   * The identities of the files at {@code paths}, in their order.
   *
   * @throws IOException as {@link #of}
   */
  public static List<FileIdentity> ofAll(List<Path> paths) throws IOException {
    List<FileIdentity> identities = new ArrayList<>();
    for (Path path : paths) {
      identities.add(of(path));
    }
    return identities;
  }

  /* Most settings files do not exist, and to learn that by an exception takes a cold process long:
   * all that wait for one refresh look at the same time. */
  private static boolean isPlainlyAbsent(File file) {
    File directory = file.getParentFile();
    return directory != null && !file.exists() && (!directory.exists() || directory.canExecute());
  }
}
