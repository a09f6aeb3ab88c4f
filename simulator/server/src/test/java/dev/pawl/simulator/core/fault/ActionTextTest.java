package dev.pawl.simulator.core.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pawl.simulator.core.exchange.Reply;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTextTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Reply ANSWER =
      Reply.json(200, Map.of("access_token", "at", "expires_in", 3600));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error=invalid_grant dialect=google",
        "503 error=invalid_rapt dialect=google",
        "error=invalid_grant error_description='it is over'",
        "error=invalid_grant dialect=google error_description=over",
        "400 body='{\"error\":\"invalid_grant\"}'",
        "400 body=\"{\\\"error\\\":\\\"it's over\\\"}\"",
        "500 body='<a>\\n</a>' type=text/xml",
        "302 location=https://login.example/?a=b",
        "429 header='x-should-retry: true'",
        "429 retry-after=30 header='x-should-retry: true' header='A: '",
        "expires_in=5",
        "refresh_token_expires_in=86400",
        "expires_in=0 header='Cache-Control: no-store'",
        "200 {} header='A: b'"
      })
  void parse_itsOwnText_readsTheSameFault(String action) {
    String text = "any: AFTER_COMMIT " + action;

    Fault fault = FaultText.parse(text, NOW);

    assertThat(fault).hasToString(text);
    assertThat(FaultText.parse(fault.toString(), NOW)).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "explode | delay D, hang, empty, reset, truncated, malformed, drip N, STATUS, error=CODE",
        "400 oops | retry-after=N, html, error=CODE, body=TEXT, location=URI",
        "error=invalid_grant dialect=gogle | [anthropic, atlassian, auth0, aws-json, aws-xml, azure, bitbucket, box, dropbox, entra",
        "error=no_such dialect=google | google; it has [invalid_grant, invalid_rapt, rapt_required",
        "error=Invalid dialect | an OAuth error code is [a-z_]+",
        "error=ExpiredToken dialect=aws-xml error_description=x | has no error_description",
        "404 location=/ | 301, 302, 303, 307 or 308",
        "302 location=':' | Expected scheme name",
        "700 body=x | 200 to 599",
        "refresh_token_expires_in=soon | 'soon' is no number of seconds",
        "200 body=x type=xml | text/xml",
        "400 body='x | has no end",
        "429 header=nonsense | 'Retry-After: 30'",
        "429 header='Content-Length: 3' | made by the wire",
        "429 header='A: b' html | 'html' is too much",
        "expires_in=soon | missing, string, negative, huge, fractional"
      })
  void parse_mistake_namesWhatIsAllowed(String action, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FaultText.parse("any: AFTER_COMMIT " + action, NOW))
        .withMessageStartingWith("fault 'any: AFTER_COMMIT " + action + "': ")
        .withMessageContaining(expected);
  }

  @Test
  void dialect_statusOfTheFault_outranksTheDialects() {
    Reply own = struck("error=invalid_grant dialect=google");
    Reply other = struck("503 error=invalid_grant dialect=google error_description='try later'");

    assertThat(own.status()).isEqualTo(400);
    assertThat(other.status()).isEqualTo(503);
    assertThat(other.members())
        .containsEntry("error", "invalid_grant")
        .containsEntry("error_description", "try later");
  }

  @Test
  void body_isTakenAsItIs() {
    Reply json = struck("400 body='{\"error\": \"odd\"}'");
    Reply text = struck("400 body=\"it's \\\"odd\\\"\"");
    Reply xml = struck("400 body=<odd/> type=application/xml");

    assertThat(json.content())
        .isEqualTo(new Reply.Text("application/json", "{\"error\": \"odd\"}"));
    assertThat(text.content())
        .isEqualTo(new Reply.Text("text/plain; charset=utf-8", "it's \"odd\""));
    assertThat(xml.content()).isEqualTo(new Reply.Text("application/xml", "<odd/>"));
  }

  @Test
  void expiresIn_number_isToldInPlaceOfTheRightOne() {
    Reply told = struck("expires_in=5");

    assertThat(told.members()).containsEntry("expires_in", 5L).containsEntry("access_token", "at");
  }

  @Test
  void header_isAddedToWhatElseHappens() {
    Reply limited = struck("429 retry-after=7 header='x-should-retry: false'");

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.headers())
        .containsEntry("Retry-After", "7")
        .containsEntry("x-should-retry", "false");
  }

  private static Reply struck(String action) {
    Fault fault = FaultText.parse("any: AFTER_COMMIT " + action, NOW);
    return ((Rewrite) fault.action()).rewrite(ANSWER, NOW);
  }
}
