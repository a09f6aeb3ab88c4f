package dev.pawl.oauth;

import dev.pawl.oauth.SpendOutcome.Lifetime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long an access token lives, in the forms in which servers say so; counted from the sending of
 * the request.
 *
 * @param members of the answer
 * @param sentAt wall time just before the request was sent, epoch milliseconds
 * @param receivedAt wall time at which the answer came
 */
record TokenLifetime(Map<String, @Nullable Object> members, long sentAt, long receivedAt) {
  private static final Lifetime ASSUMED = new Lifetime(Duration.ofHours(1).toMillis(), true);
  private static final BigDecimal CENTURY = BigDecimal.valueOf(Duration.ofDays(36_525).toMillis());
  private static final BigDecimal MONTH = BigDecimal.valueOf(Duration.ofDays(30).toMillis());
  private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);
  private static final int DIGITS = 1_000;
  private static final BigDecimal HUGE = BigDecimal.TEN.pow(DIGITS);
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,1000}(\\.[0-9]{1,1000})?([eE][-+]?[0-9]{1,9})?");
  private static final long MOMENT = 2_500;

  /* The longest that callers wait ahead of an end. */
  private static final long WAITED_FOR = Duration.ofSeconds(30).toMillis();

  /** The lifetime; {@code renewable} if there is a refresh token, so that an end may be assumed. */
  Lifetime read(boolean renewable) {
    BigDecimal stated = stated();
    if (stated == null) {
      return renewable ? ASSUMED : Lifetime.ENDLESS;
    }
    long millis = stated.min(CENTURY).max(CENTURY.negate()).longValue();
    return sentAt + millis > receivedAt ? new Lifetime(Math.max(1, millis), false) : moment();
  }

  /* A token that has ended serves those who wait for it, and the next who asks refreshes: however
   * long the machine slept while the answer was on its way. */
  private Lifetime moment() {
    long underWay = Math.max(0, receivedAt - sentAt);
    return new Lifetime(Math.min(underWay / 9 * 10, underWay + WAITED_FOR) + MOMENT, false);
  }

  /* In milliseconds from the sending; null if nothing can be understood. */
  private @Nullable BigDecimal stated() {
    BigDecimal seconds = number("expires_in");
    if (seconds != null) {
      BigDecimal absolute = absolute(seconds);
      return absolute == null ? seconds.movePointRight(3) : absolute;
    }
    for (String name : List.of("expires_at", "expires_on")) {
      BigDecimal time = number(name);
      BigDecimal end = time == null ? date(members.get(name)) : time(time);
      if (end != null) {
        return end;
      }
    }
    return null;
  }

  /* A number that, as a time since 1970, lies about now or later is no duration. */
  private @Nullable BigDecimal absolute(BigDecimal number) {
    BigDecimal now = BigDecimal.valueOf(sentAt);
    for (BigDecimal millis : List.of(number.movePointRight(3), number)) {
      BigDecimal left = millis.subtract(now);
      if (left.compareTo(MONTH.negate()) >= 0 && left.compareTo(CENTURY) <= 0) {
        return left;
      }
    }
    return null;
  }

  /* A time beyond the century: in seconds up to the year 9999, and in milliseconds after that. */
  private @Nullable BigDecimal time(BigDecimal number) {
    BigDecimal left = absolute(number);
    if (left != null) {
      return left;
    }
    BigDecimal millis = number.compareTo(LAST_SECOND) > 0 ? number : number.movePointRight(3);
    return millis.subtract(BigDecimal.valueOf(sentAt)).compareTo(CENTURY) > 0 ? CENTURY : null;
  }

  private @Nullable BigDecimal number(String name) {
    Object value = members.get(name);
    if (value instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    if (value instanceof BigDecimal exact) {
      return bounded(exact);
    }
    return value instanceof String text && NUMBER.matcher(text.strip()).matches()
        ? bounded(new BigDecimal(text.strip()))
        : null;
  }

  /* So that to calculate with it never takes long. */
  private static BigDecimal bounded(BigDecimal number) {
    long digits = (long) number.precision() - number.scale();
    if (digits > DIGITS) {
      return HUGE.multiply(BigDecimal.valueOf(number.signum()));
    }
    return digits < -DIGITS ? BigDecimal.ZERO : number;
  }

  private @Nullable BigDecimal date(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    String iso = text.strip().replace(' ', 'T');
    try {
      Instant end =
          iso.matches(".*(Z|[+-][0-9:]{4,6})")
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      return BigDecimal.valueOf(end.toEpochMilli() - sentAt);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** No value: one of them could be a secret. */
  @Override
  public String toString() {
    return "TokenLifetime[sentAt=" + sentAt + "]";
  }
}
