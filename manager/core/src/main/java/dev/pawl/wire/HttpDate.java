package dev.pawl.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9110 section 5.6.7: a recipient accepts the form that is sent today and both that were. A day
 * of one digit is accepted too, since many a server writes it. Read by hand: the platform's
 * formatter costs tens of milliseconds in a fresh JVM.
 */
final class HttpDate {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";

  /** {@code Sun, 06 Nov 1994 08:49:37 GMT} and {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "[A-Z][a-z]+, (?<day>[0-9]{1,2})[ -](?<month>[A-Z][a-z]{2})[ -]"
              + "(?<year>[0-9]{4}|[0-9]{2}) "
              + TIME
              + " GMT");

  /** {@code Sun Nov 6 08:49:37 1994}, the day in two columns. */
  private static final Pattern ASCTIME =
      Pattern.compile(
          "[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) +(?<day>[0-9]{1,2}) "
              + TIME
              + " (?<year>[0-9]{4})");

  private HttpDate() {}

  /**
   * Epoch milliseconds; null if {@code text} is absent or no such date.
   *
   * @param now our time in epoch milliseconds: a year of two digits is at most 50 years after it
   */
  static @Nullable Long parse(@Nullable String text, long now) {
    String trimmed = text == null ? "" : text.trim();
    Matcher date = DAY_FIRST.matcher(trimmed);
    if (!date.matches()) {
      date = ASCTIME.matcher(trimmed);
    }
    int month = date.matches() ? MONTHS.indexOf(date.group("month")) : -1;
    if (month < 0 || month % 3 != 0) {
      return null;
    }
    try {
      LocalDate day = LocalDate.of(year(date, now), month / 3 + 1, number(date, "day"));
      long seconds =
          number(date, "hour") * 3600L + number(date, "minute") * 60L + number(date, "second");
      return (day.toEpochDay() * 86_400 + seconds) * 1000;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int year(Matcher date, long now) {
    int year = number(date, "year");
    if (date.group("year").length() == 4) {
      return year;
    }
    int thisYear = Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).getYear();
    int sameCentury = thisYear - thisYear % 100 + year;
    return sameCentury > thisYear + 50 ? sameCentury - 100 : sameCentury;
  }

  private static int number(Matcher date, String group) {
    return Integer.parseInt(date.group(group));
  }
}
