package dev.pawl.network;

/** What was configured cannot be used; nothing was sent. The message says what to change. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A complaint; {@code message} names what to change and quotes no secret. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** As above, with its cause. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
