package dev.pawl.simulator.core.fault;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of durations. */
public final class DurationText {
  private static final Pattern DURATION = Pattern.compile("(-?[0-9]{1,12})(ms|s|m|h)");

  private DurationText() {}

  /**
   * Reads a duration such as {@code 250ms}, {@code -10m} or {@code PT1H}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration parse(String word) {
    Matcher matcher = DURATION.matcher(word);
    if (!matcher.matches()) {
      return iso(word);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static Duration iso(String word) {
    try {
      return Duration.parse(word);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "a duration is like 250ms, 10s, 5m, 2h or PT1H30M, not '" + word + "'");
    }
  }
}
