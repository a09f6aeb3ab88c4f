package dev.pawl.aws;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a server's clock is ahead of this machine's, as one answer tells it. The rules are those
 * that the SDKs of AWS share (clock-skew-test-cases.json of aws-sdk-rust and aws-sdk-go-v2, seen
 * 2026-11-30): half way between sending and receiving the server looked at its clock.
 */
final class ClockSkew {
  /** What is less than that is never why a signature is refused. */
  static final Duration NOTICED = Duration.ofMinutes(4);

  /* Of an answer that took longer nobody knows when it was made. */
  private static final Duration LONGEST_TRIP = Duration.ofMinutes(15);

  private static final Set<String> CODES =
      Set.of(
          "AccessDeniedException",
          "AuthFailure",
          "InvalidSignatureException",
          "RequestExpired",
          "RequestInTheFuture",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch");

  private ClockSkew() {}

  /**
   * What an answer tells; null if nothing: it has no {@code Date} that can be read, comes from a
   * cache, or took too long.
   *
   * @param date the header of this name (RFC 9110 section 6.6.1); null if there is none
   * @param cached whether the answer has an {@code Age}
   */
  static @Nullable Duration told(
      Instant sent, Instant received, @Nullable String date, boolean cached) {
    Duration trip = Duration.between(sent, received);
    if (date == null || cached || trip.compareTo(LONGEST_TRIP) > 0) {
      return null;
    }
    try {
      Instant server = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(sent.plus(trip.dividedBy(2)), server);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether {@code skew} may be why a server refused with {@code code}. */
  static boolean explains(String code, Duration skew) {
    return CODES.contains(code) && isNoticed(skew);
  }

  /** Whether clocks that are {@code skew} apart count as different. */
  static boolean isNoticed(Duration skew) {
    return skew.abs().compareTo(NOTICED) > 0;
  }
}
