package dev.pawl.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.TimeZone;

/** Times as people write and read them. */
public final class Spans {
  private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

  private Spans() {}

  /**
   * Reads {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 2d} or ISO 8601 such as {@code PT10M}.
   *
   * @throws UsageException if the text is none of these, negative or beyond ten years
   */
  public static Duration parse(String text) {
    long seconds = text.startsWith("P") ? iso(text) : seconds(text);
    if (seconds < 0 || seconds > LONGEST_SECONDS) {
      throw new UsageException("a duration is written 90s, 10m, 1h30m, 2d or PT10M");
    }
    return Duration.ofSeconds(seconds);
  }

  private static long iso(String text) {
    try {
      return Duration.parse(text).toSeconds();
    } catch (DateTimeParseException | ArithmeticException e) {
      return -1;
    }
  }

  private static long seconds(String text) {
    long total = 0;
    long number = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      long unit = unit(c);
      if (c >= '0' && c <= '9' && number <= LONGEST_SECONDS) {
        number = Math.max(number, 0) * 10 + (c - '0');
      } else if (unit > 0 && number >= 0) {
        total += number * unit;
        number = -1;
      } else {
        return -1;
      }
    }
    return number >= 0 || text.isEmpty() ? -1 : total;
  }

  private static long unit(char c) {
    return switch (c) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3600;
      case 'd' -> 86_400;
      default -> 0;
    };
  }

  /** Such as {@code 2026-11-20 15:02:10 +01:00 (in 43 min)}. */
  public static String when(Instant then, long nowMillis) {
    return then.equals(Instant.MAX)
        ? "never"
        : local(then) + " (" + relative(then, nowMillis) + ")";
  }

  /** A sentence about an access token: {@code the access token ends ...}. */
  public static String end(Instant then, long nowMillis) {
    return then.equals(Instant.MAX)
        ? "it has no known end"
        : "the access token ends " + when(then, nowMillis);
  }

  /** Such as {@code in 43 min} or {@code 2 h ago}. */
  static String relative(Instant then, long nowMillis) {
    long seconds = then.getEpochSecond() - nowMillis / 1000;
    if (seconds == 0) {
      return "now";
    }
    return seconds >= 0 ? "in " + rough(seconds) : rough(-seconds) + " ago";
  }

  /** Such as {@code 43 min}. */
  public static String rough(long seconds) {
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }

  /**
   * Such as {@code 2026-11-20 15:02:10 +01:00}, in the zone of this machine; through the old time
   * zones, since those of java.time look for services in every jar first.
   */
  static String local(Instant then) {
    int seconds = TimeZone.getDefault().getOffset(then.toEpochMilli()) / 1000;
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(seconds);
    LocalDateTime time = LocalDateTime.ofEpochSecond(then.getEpochSecond(), 0, offset);
    return time.toLocalDate()
        + " "
        + two(time.getHour())
        + ":"
        + two(time.getMinute())
        + ":"
        + two(time.getSecond())
        + " "
        + (seconds == 0 ? "UTC" : offset.getId());
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
