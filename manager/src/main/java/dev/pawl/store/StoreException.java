package dev.pawl.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** A file of the state directory could not be used; the message names it and the remedy. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreException(Path file, String what) {
    super(file + " " + what);
  }

  StoreException(Path file, String what, IOException cause) {
    super(file + " " + what + ": " + reason(cause) + remedy(file, cause), cause);
  }

  private static String reason(IOException cause) {
    String reason =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : String.valueOf(cause.getMessage());
    return cause instanceof java.nio.file.AccessDeniedException ? "permission denied" : reason;
  }

  private static String remedy(Path file, IOException cause) {
    String text = reason(cause).toLowerCase(Locale.ROOT);
    if (text.contains("no space")) {
      return " (free some space or inodes on the file system of " + file.getParent() + ")";
    }
    if (text.contains("quota")) {
      return " (delete files or have the quota of this user raised)";
    }
    if (text.contains("read-only")) {
      return " (make the file system writable, or set PAWL_HOME to a directory that is)";
    }
    if (text.contains("permission") || text.contains("not permitted")) {
      return " (it must belong to the current user, directory 0700, file 0600)";
    }
    if (text.contains("too large")) {
      return " (raise the limit on file sizes, see ulimit -f)";
    }
    return "";
  }
}
