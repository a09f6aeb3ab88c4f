package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFaultTest extends SimulatorScene {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void empty_afterCommit_sendsNothingAndHasRotated() throws Exception {
    String seen = spendUnder("AFTER_COMMIT empty");

    assertThat(seen).isEmpty();
    assertCommitted("AFTER_COMMIT empty");
  }

  @Test
  void empty_beforeCommit_sendsNothingAndHasNotRotated() throws Exception {
    String seen = spendUnder("BEFORE_COMMIT empty");

    assertThat(seen).isEmpty();
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isTrue();
    assertThat(spend().outcome()).isEqualTo(Outcome.FAULT_BEFORE_COMMIT);
  }

  @Test
  void reset_afterCommit_tearsTheConnectionDown() throws Exception {
    String seen = spendUnder("AFTER_COMMIT reset");

    assertThat(seen).isEqualTo(RawSocket.RESET);
    assertCommitted("AFTER_COMMIT reset");
  }

  @Test
  void midBody_hang_hasCommitted() throws Exception {
    String seen = spendUnder("MID_BODY(20) hang");

    assertThat(seen).isEqualTo("held");
    assertCommitted("MID_BODY(20) hang");
  }

  @Test
  void midBody_cut_sendsExactlyThoseBytes() throws Exception {
    String seen = spendUnder("MID_BODY(20) empty");

    assertThat(body(seen)).isEqualTo("{\"access_token\":\"sim");
    assertThat(seen).doesNotContain(RawSocket.RESET);
  }

  @Test
  void midBody_delay_sendsTheRestLater() throws Exception {
    String seen = spendUnder("MID_BODY(20) delay 10ms");

    assertThat(body(seen)).startsWith("{").endsWith("}");
  }

  @Test
  void midBody_reset_tearsTheConnectionDownBeforeTheSuccessor() throws Exception {
    String seen = spendUnder("MID_BODY(20) reset");

    assertThat(seen).endsWith(RawSocket.RESET).doesNotContain("refresh_token");
    assertCommitted("MID_BODY(20) reset");
  }

  @Test
  void truncated_promisesMoreThanItSends() throws Exception {
    String seen = spendUnder("AFTER_COMMIT truncated");

    int promised = Integer.parseInt(seen.replaceFirst("(?s).*Content-Length: (\\d+)\r.*", "$1"));
    assertThat(body(seen)).hasSize(promised / 2);
    assertCommitted("AFTER_COMMIT truncated");
  }

  @Test
  void malformed_isNotHttp() throws Exception {
    String seen = spendUnder("AFTER_COMMIT malformed");

    assertThat(seen).startsWith("HTTP/1.1 200").contains("chunked").doesNotContain("access_token");
  }

  @Test
  void drip_sendsEverythingInTheEnd() throws Exception {
    String seen = spendUnder("AFTER_COMMIT drip 2000");

    assertThat(body(seen)).startsWith("{").endsWith("}");
  }

  @Test
  void afterResponse_hang_comesAfterTheWholeBody() throws Exception {
    simulator.faults().add("refresh: AFTER_RESPONSE hang");
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken())) {
      String seen = socket.readThrough("}}");

      assertThat(body(seen)).startsWith("{\"access_token\"");
      assertThat(simulator.faults().awaitHeld(1, TIMEOUT)).isTrue();
      simulator.faults().release();
      assertThat(socket.readToEnd()).isEmpty();
    }
  }

  @Test
  void hang_beforeCommit_commitsWhenReleased() throws Exception {
    simulator.faults().add("refresh next 1: BEFORE_COMMIT hang");
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken())) {
      assertThat(simulator.faults().awaitHeld(1, TIMEOUT)).isTrue();
      boolean current = simulator.isCurrentRefreshToken(grant.refreshToken());

      simulator.faults().release();

      assertThat(current).isTrue();
      assertThat(socket.readThrough("}}")).startsWith("HTTP/1.1 200");
      simulator.ledger().family("F1").with(Outcome.HELD).areExactly(1);
      simulator.ledger().spends("F1").with(Outcome.GRANTED).areExactly(1);
    }
  }

  @Test
  void hang_afterCommit_doesNotHoldOthersUp() throws Exception {
    simulator.faults().add("refresh next 40 of F1: AFTER_COMMIT hang");
    RawSocket[] hanging = new RawSocket[40];
    for (int i = 0; i < hanging.length; i++) {
      hanging[i] = RawSocket.spend(simulator, grant.refreshToken());
    }
    assertThat(simulator.faults().awaitHeld(hanging.length, TIMEOUT)).isTrue();

    HttpResponse<String> other = client.spend(simulator.newFamily("bob").refreshToken());

    assertThat(other.statusCode()).isEqualTo(200);
    simulator.close();
    for (RawSocket socket : hanging) {
      assertThat(socket.readToEnd()).isIn("", RawSocket.RESET);
      socket.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_COMMIT 429 retry-after=30, 429, 30",
    "BEFORE_COMMIT 429 retry-after=0, 429, 0",
    "BEFORE_COMMIT 429, 429,",
    "AFTER_COMMIT 500, 500,",
    "AFTER_COMMIT 502, 502,",
    "BEFORE_COMMIT 503 retry-after=5, 503, 5",
    "BEFORE_COMMIT 503, 503,"
  })
  void status_bare_hasNoOAuthError(String effect, int status, String retryAfter) throws Exception {
    HttpResponse<String> answer = httpSpendUnder(effect);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Retry-After").orElse(null)).isEqualTo(retryAfter);
    assertThat(answer.body()).doesNotContain("\"error\":\"");
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken()))
        .isEqualTo(effect.startsWith("BEFORE"));
  }

  @Test
  void status_retryAfterAsDate_isOnTheVirtualClock() throws Exception {
    simulator.clock().advance(Duration.ofDays(400));

    HttpResponse<String> answer = httpSpendUnder("BEFORE_COMMIT 429 retry-after=date+30");

    ZonedDateTime date = date(answer, "Date");
    assertThat(Duration.between(date, date(answer, "Retry-After")).toSeconds()).isBetween(29L, 31L);
    assertThat(Duration.between(simulator.clock().instant(), date).abs().toMinutes()).isZero();
  }

  @Test
  void status_onTheFirstDayOfAMonth_hasItsDatesWithTwoDigits() throws Exception {
    LocalDate nextMonth = LocalDate.now(ZoneOffset.UTC).plusMonths(1).withDayOfMonth(1);
    Instant itsNoon = nextMonth.atTime(12, 0).toInstant(ZoneOffset.UTC);
    simulator.clock().advance(Duration.between(simulator.clock().instant(), itsNoon));

    HttpResponse<String> answer = httpSpendUnder("BEFORE_COMMIT 429 retry-after=date+30");

    assertThat(answer.headers().firstValue("Date").orElseThrow()).contains(", 01 ");
    assertThat(answer.headers().firstValue("Retry-After").orElseThrow()).contains(", 01 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"403 html", "200 html"})
  void html_inPlaceOfJson_keepsItsStatus(String page) throws Exception {
    HttpResponse<String> answer = httpSpendUnder("AFTER_COMMIT " + page);

    assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(page.substring(0, 3)));
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "AFTER_COMMIT expires_in=missing; \"token_type\":\"Bearer\",\"refresh_token\"",
        "AFTER_COMMIT expires_in=string; \"expires_in\":\"3600\"",
        "AFTER_COMMIT expires_in=negative; \"expires_in\":-3600",
        "AFTER_COMMIT expires_in=huge; \"expires_in\":9223372036854775807",
        "AFTER_COMMIT expires_in=fractional; \"expires_in\":3600.5",
        "AFTER_COMMIT refresh_token_expires_in=60; \"refresh_token_expires_in\":60",
        "AFTER_COMMIT no-refresh-token; \"expires_in\":3600,\"scope\"",
        "AFTER_COMMIT 200 {}; {}",
        "BEFORE_COMMIT error=invalid_grant; {\"error\":\"invalid_grant\"}",
        "BEFORE_COMMIT error=temporarily_unavailable; temporarily_unavailable"
      })
  void rewrite_ofTheBody_isSeen(String effect, String expected) throws Exception {
    HttpResponse<String> answer = httpSpendUnder(effect);

    assertThat(answer.body()).contains(expected);
  }

  @Test
  void api_fault_leavesTheTokenEndpointAlone() throws Exception {
    simulator.faults().add("call next 1: AFTER_COMMIT 529");

    int spend = client.spend(grant.refreshToken()).statusCode();
    int call = client.call(grant.accessToken()).statusCode();

    assertThat(spend).isEqualTo(200);
    assertThat(call).isEqualTo(529);
  }

  private String spendUnder(String effect) throws IOException, InterruptedException {
    simulator.faults().add("refresh next 1: " + effect);
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken())) {
      if (effect.endsWith("hang")) {
        return simulator.faults().awaitHeld(1, TIMEOUT) ? "held" : "not held";
      }
      return socket.readToEnd();
    }
  }

  private HttpResponse<String> httpSpendUnder(String effect)
      throws IOException, InterruptedException {
    simulator.faults().add("refresh next 1: " + effect);
    return client.spend(grant.refreshToken());
  }

  private void assertCommitted(String fault) {
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isFalse();
    assertThat(spend().outcome()).isEqualTo(Outcome.GRANTED);
    assertThat(spend().fault()).isEqualTo(fault);
    assertThat(spend().caller().process()).isEqualTo("raw");
  }

  private LedgerEntry spend() {
    return simulator.ledger().spends("F1").areExactly(1).list().get(0);
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static ZonedDateTime date(HttpResponse<String> answer, String header) {
    return ZonedDateTime.parse(
        answer.headers().firstValue(header).orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
