package dev.pawl.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used, as the system says it and without the file's name. */
public final class FileTrouble {
  private FileTrouble() {}

  /** The reason in {@code trouble}, whose own message may be no more than a path. */
  public static String reason(IOException trouble) {
    String message = String.valueOf(trouble.getMessage());
    if (trouble instanceof FileSystemException named) {
      return reason(named);
    }
    int reason = message.lastIndexOf(" (") + 2;
    return trouble instanceof FileNotFoundException && reason > 1 && message.endsWith(")")
        ? message.substring(reason, message.length() - 1)
        : message;
  }

  private static String reason(FileSystemException trouble) {
    if (trouble instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (trouble.getReason() != null) {
      return trouble.getReason();
    }
    if (trouble instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    return trouble instanceof FileAlreadyExistsException
        ? "it is there already"
        : "the system gives no reason";
  }
}
