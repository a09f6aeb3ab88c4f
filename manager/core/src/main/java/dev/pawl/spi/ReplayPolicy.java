package dev.pawl.spi;

import java.time.Duration;
import java.util.Locale;

/**
 * What a spend without an answer may be followed by, per issuer: may the same refresh token be
 * presented again?
 *
 * @param mode see {@link Mode}
 * @param window only for {@link Mode#WINDOW}: how long after the first spend the server accepts the
 *     replay
 */
public record ReplayPolicy(Mode mode, Duration window) {
  /** The four answers. */
  public enum Mode {
    /** Nothing is known of the server: replay only when the access token is of no use any more. */
    UNKNOWN,
    /** The server documents a grace window: replay at once inside it, then as {@link #UNKNOWN}. */
    WINDOW,
    /** The server does not rotate refresh tokens: replay as if the request had not been sent. */
    FREE,
    /** Never replay: a login is needed at the end of the access token. */
    NEVER
  }

  /** The default: {@link Mode#UNKNOWN}. */
  public static final ReplayPolicy UNKNOWN = new ReplayPolicy(Mode.UNKNOWN, Duration.ZERO);

  /** {@link Mode#FREE}. */
  public static final ReplayPolicy FREE = new ReplayPolicy(Mode.FREE, Duration.ZERO);

  /** {@link Mode#NEVER}. */
  public static final ReplayPolicy NEVER = new ReplayPolicy(Mode.NEVER, Duration.ZERO);

  /** {@link Mode#WINDOW} of the given length. */
  public static ReplayPolicy window(Duration window) {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("a replay window must be longer than nothing: " + window);
    }
    return new ReplayPolicy(Mode.WINDOW, window);
  }

  /**
   * Reads the setting's text form: {@code unknown}, {@code free}, {@code never} or {@code
   * window:30s} (units {@code s} and {@code m}).
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static ReplayPolicy parse(String text) {
    String lower = text.trim().toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "unknown" -> UNKNOWN;
      case "free" -> FREE;
      case "never" -> NEVER;
      default -> window(parseWindow(lower, text));
    };
  }

  private static Duration parseWindow(String lower, String text) {
    if (!lower.matches("window:[0-9]{1,6}[sm]")) {
      throw new IllegalArgumentException(
          "replay is unknown, free, never or window:30s, not '" + text + "'");
    }
    long amount = Long.parseLong(lower.substring("window:".length(), lower.length() - 1));
    return lower.endsWith("m") ? Duration.ofMinutes(amount) : Duration.ofSeconds(amount);
  }

  /** The text form that {@link #parse} reads. */
  @Override
  public String toString() {
    return mode == Mode.WINDOW
        ? "window:" + window.toSeconds() + "s"
        : mode.name().toLowerCase(Locale.ROOT);
  }
}
