package dev.pawl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.clock.TokenClock;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class EndpointClockTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  static Stream<Arguments> cases() throws IOException {
    try (InputStream in = EndpointClockTest.class.getResourceAsStream("clock-skew.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases");
      return Stream.iterate(0, i -> i < cases.size(), i -> i + 1)
          .map(i -> Arguments.of(cases.get(i).get("what").asText(), cases.get(i)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void learn_casesThatTheSdksOfAwsShare(String what, JsonNode one) {
    EndpointClock clock = clock(what);
    seed(clock, seconds(one.get("operations").get(0), "before"));

    for (JsonNode operation : one.get("operations")) {
      assertThat(clock.skew()).isEqualTo(seconds(operation, "before"));
      for (JsonNode attempt : operation.get("attempts")) {
        attempt(clock, attempt);
      }
      assertThat(clock.skew()).isEqualTo(seconds(operation, "after"));
    }
  }

  private void attempt(EndpointClock clock, JsonNode attempt) {
    now = Instant.parse(attempt.get("sent").asText());
    assertThat(clock.signing().instant()).isEqualTo(attempt.get("signed").asText());
    clock.sending();
    now = Instant.parse(attempt.get("received").asText());
    clock.learn(text(attempt, "date"), attempt.has("age"));
    if (attempt.has("again")) {
      assertThat(ClockSkew.explains(attempt.get("code").asText(), clock.skew()))
          .isEqualTo(attempt.get("again").asBoolean());
    }
  }

  @Test
  void learn_dateOfAYearAgo_isNotBelieved() {
    EndpointClock clock = clock("liar");

    clock.sending();
    clock.learn("Wed, 01 Jan 2025 00:00:00 GMT", false);

    assertThat(clock.skew()).isZero();
  }

  @Test
  void skew_ofOneEndpoint_isNotThatOfAnother() {
    EndpointClock one = clock("one");
    EndpointClock other = clock("other");

    seed(one, Duration.ofMinutes(20));

    assertThat(other.skew()).isZero();
    assertThat(clock("one").skew()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void here_machineIsAhead_isWhatTheServerMeans() {
    EndpointClock clock = clock("behind");
    seed(clock, Duration.ofHours(-2));
    Instant end = now.minus(Duration.ofHours(1));

    assertThat(clock.here(end.toEpochMilli()))
        .isEqualTo(now.plus(Duration.ofHours(1)).toEpochMilli());
  }

  @Test
  void here_clockByWhichItHadEndedAtOnce_isNotBelieved() {
    EndpointClock clock = clock("contradicts itself");
    seed(clock, Duration.ofHours(2));
    long end = now.plus(Duration.ofHours(1)).toEpochMilli();

    assertThat(clock.here(end)).isEqualTo(end);
  }

  @Test
  void here_serverIsBehindAndTheEndIsAhead_isNotLengthened() {
    EndpointClock clock = clock("in the past");
    seed(clock, Duration.ofHours(-6));
    long end = now.plus(Duration.ofHours(1)).toEpochMilli();

    assertThat(clock.here(end)).isEqualTo(end);
  }

  private EndpointClock clock(String endpoint) {
    return EndpointClock.at("service", endpoint, TokenClock.of(() -> now));
  }

  private void seed(EndpointClock clock, Duration skew) {
    clock.sending();
    clock.learn(
        DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plus(skew).atOffset(ZoneOffset.UTC)),
        false);
  }

  private static Duration seconds(JsonNode operation, String name) {
    return Duration.ofSeconds(operation.get(name).asLong());
  }

  private static @Nullable String text(JsonNode attempt, String name) {
    return attempt.has(name) ? attempt.get(name).asText() : null;
  }
}
