package dev.pawl.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used, as the system says it and without the file's name. */
public final class FileProblem {
  private FileProblem() {}

  /** The reason in {@code problem}, whose own message may be no more than a path. */
  public static String reason(IOException problem) {
    String message = String.valueOf(problem.getMessage());
    if (problem instanceof FileSystemException named) {
      return reason(named);
    }
    int reason = message.lastIndexOf(" (") + 2;
    return problem instanceof FileNotFoundException && reason > 1 && message.endsWith(")")
        ? message.substring(reason, message.length() - 1)
        : message;
  }

  private static String reason(FileSystemException problem) {
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem.getReason() != null) {
      return problem.getReason();
    }
    if (problem instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    return problem instanceof FileAlreadyExistsException
        ? "it is there already"
        : "the system gives no reason";
  }
}
