package dev.pawl.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9110 section 5.6.7, the form that is still sent. Read by hand: the platform's formatter costs
 * tens of milliseconds in a fresh JVM.
 */
final class HttpDate {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2})"
              + " GMT");

  private HttpDate() {}

  /** Epoch milliseconds; null if {@code text} is absent or no such date. */
  static @Nullable Long parse(@Nullable String text) {
    Matcher date = FORM.matcher(text == null ? "" : text.trim());
    int month = date.matches() ? MONTHS.indexOf(date.group(2)) : -1;
    if (month < 0 || month % 3 != 0) {
      return null;
    }
    try {
      LocalDate day = LocalDate.of(number(date, 3), month / 3 + 1, number(date, 1));
      long seconds = number(date, 4) * 3600L + number(date, 5) * 60L + number(date, 6);
      return (day.toEpochDay() * 86_400 + seconds) * 1000;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(Matcher date, int group) {
    return Integer.parseInt(date.group(group));
  }
}
