package dev.pawl.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a {@link Doctor} looked at.
 *
 * @param level how bad it is
 * @param subject what was looked at, in a word or two
 * @param detail what was found; no secret
 * @param remedy what to do about it; null if nothing need be done
 */
public record Finding(Level level, String subject, String detail, @Nullable String remedy) {

  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works, but somebody should know. */
    WARN,
    /** It does not work. */
    FAIL
  }

  static Finding ok(String subject, String detail) {
    return new Finding(Level.OK, subject, detail, null);
  }

  static Finding warn(String subject, String detail, String remedy) {
    return new Finding(Level.WARN, subject, detail, remedy);
  }

  static Finding fail(String subject, String detail, String remedy) {
    return new Finding(Level.FAIL, subject, detail, remedy);
  }
}
