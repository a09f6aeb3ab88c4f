package dev.pawl.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** A file of the state directory could not be used; the message names it and the remedy. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(Path file, String what) {
    super(file + " " + what);
  }

  public StoreException(Path file, String what, IOException cause) {
    super(file + " " + what + ": " + FileProblem.reason(cause) + remedy(file, cause), cause);
  }

  /** What is to be said of {@code problem}, also if it names a file and nothing else. */
  public static String told(IOException problem) {
    return problem instanceof FileSystemException raw && raw.getFile() != null
        ? String.valueOf(
            new StoreException(Path.of(raw.getFile()), "cannot be used", raw).getMessage())
        : String.valueOf(problem.getMessage());
  }

  private static String remedy(Path file, IOException cause) {
    return cause instanceof StoreException
        ? ""
        : " (" + remedy(file, FileProblem.reason(cause)) + ")";
  }

  private static String remedy(Path file, String reason) {
    String text = reason.toLowerCase(Locale.ROOT);
    if (text.contains("no space")) {
      return "free some space or inodes on the file system of " + file.getParent();
    }
    if (text.contains("quota")) {
      return "delete files or have the quota of this user raised";
    }
    if (text.contains("read-only")) {
      return "make the file system writable, or set PAWL_HOME to a directory that is";
    }
    if (text.contains("permission") || text.contains("not permitted")) {
      return "it must belong to the current user, directory 0700, file 0600";
    }
    if (text.contains("too large")) {
      return "raise the limit on file sizes, see ulimit -f";
    }
    return "see whether "
        + Objects.requireNonNullElse(file.getParent(), file)
        + " is a sound directory of the current user, or set PAWL_HOME to one";
  }
}
