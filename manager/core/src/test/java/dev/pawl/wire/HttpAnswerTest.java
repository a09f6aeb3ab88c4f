package dev.pawl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
  private static final Instant RECEIVED = Instant.parse("2026-12-01T08:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Tue, 01 Dec 2026 08:00:30 GMT    | 2026-12-01T08:00:30Z
          Tue, 1 Dec 2026 08:00:30 GMT     | 2026-12-01T08:00:30Z
          Tuesday, 01-Dec-26 08:00:30 GMT  | 2026-12-01T08:00:30Z
          Sunday, 06-Nov-94 08:49:37 GMT   | 1994-11-06T08:49:37Z
          Monday, 30-Nov-76 08:00:30 GMT   | 2076-11-30T08:00:30Z
          Tue Dec  1 08:00:30 2026         | 2026-12-01T08:00:30Z
          Sun Nov 16 08:49:37 1994         | 1994-11-16T08:49:37Z
          """)
  void skewMillis_anyFormOfDate_isReckoned(String date, Instant server) {
    HttpAnswer answer = answer(Map.of("date", date));

    assertThat(answer.skewMillis()).isEqualTo(server.toEpochMilli() - RECEIVED.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tue, 31 Feb 2026 08:00:30 GMT",
        "Tue, 01 Dez 2026 08:00:30 GMT",
        "Tue, 01 cJa 2026 08:00:30 GMT",
        "Tue, 01 Dec 2026 08:00:30 CET",
        "2026-12-01T08:00:30Z",
        ""
      })
  void skewMillis_noDateOfHttp_isUnknown(String date) {
    HttpAnswer answer = answer(Map.of("date", date));

    assertThat(answer.skewMillis()).isNull();
  }

  @Test
  void retryAfterMillis_dateInTheFirstNineDaysOfAMonth_isCountedFromTheServersOwnDate() {
    HttpAnswer answer =
        answer(
            Map.of(
                "date", "Wed, 2 Dec 2026 23:59:50 GMT",
                "retry-after", "Thu, 3 Dec 2026 00:00:20 GMT"));

    assertThat(answer.retryAfterMillis()).isEqualTo(30_000);
  }

  private static HttpAnswer answer(Map<String, String> headers) {
    long received = RECEIVED.toEpochMilli();
    return new HttpAnswer(new HttpAnswer.Head(429, headers), "", received - 20, received);
  }
}
