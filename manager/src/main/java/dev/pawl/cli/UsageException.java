package dev.pawl.cli;

/** The command line, or what was piped into it, cannot be understood. */
final class UsageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
