package dev.pawl.settings;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A settings file that cannot be read or understood; the message names the file and the field. */
public final class SettingsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A complaint with {@code message}, which holds no secret. */
  public SettingsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
