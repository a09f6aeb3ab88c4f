package dev.pawl.simulator.core.exchange;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time as HTTP writes it (RFC 9110 section 5.6.7). The platform's own {@code RFC_1123_DATE_TIME}
 * writes the first nine days of a month with one digit; HTTP asks for two.
 */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /** Returns {@code time}, cut to whole seconds, as in {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  public static String of(Instant time) {
    return IMF_FIXDATE.format(time);
  }
}
