package dev.pawl.cache.table;

import dev.pawl.file.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Refuses a file of a table that another user owns or may write to, or that is no file at all. */
final class PrivateFile {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;

  private PrivateFile() {}

  /**
   * The size of the file at {@code path}, in bytes.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws DamagedTableException if it is not this user's own regular file
   */
  static long size(Path path) throws IOException {
    return FileTrust.isKnown(path) ? ownSize(path) : anySize(path);
  }

  /* One system call, as there is little time on the way of a short command. */
  private static long ownSize(Path path) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(path, "unix:uid,mode,size", LinkOption.NOFOLLOW_LINKS);
    int mode = found.get("mode") instanceof Integer bits ? bits : 0;
    if ((mode & TYPE) != REGULAR) {
      throw new DamagedTableException(path, "not a regular file");
    }
    if (!FileTrust.isPrivate(found)) {
      throw new DamagedTableException(path, "it is another user's, or others may write to it");
    }
    return found.get("size") instanceof Long size ? size : 0;
  }

  private static long anySize(Path path) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedTableException(path, "not a regular file");
    }
    return Files.size(path);
  }
}
