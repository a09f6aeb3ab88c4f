package dev.pawl.cli.text;

/** The command line, or what was piped into it, cannot be understood. */
public final class UsageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
