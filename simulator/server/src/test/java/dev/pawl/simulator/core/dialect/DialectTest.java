package dev.pawl.simulator.core.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.wire.StrictJson;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each vendor's file against a sample of what the vendor documents or was seen to send. */
class DialectTest {
  private static final Instant NOW = Instant.parse("2020-07-06T22:31:52Z");

  @ParameterizedTest
  @MethodSource("dev.pawl.simulator.core.dialect.Dialects#names")
  void everyDialect_namesVendorSourcesDateAndErrors(String name) {
    Dialect dialect = Dialects.named(name);

    assertThat(dialect.name()).isEqualTo(name);
    assertThat(dialect.vendor()).isNotBlank();
    assertThat(dialect.sources()).isNotEmpty().allMatch(uri -> "https".equals(uri.getScheme()));
    assertThat(dialect.date()).isBetween(LocalDate.of(2025, 1, 1), LocalDate.of(2100, 1, 1));
    assertThat(dialect.codes()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.pawl.simulator.core.dialect.Dialects#names")
  void everyError_hasAStatusAndNoGapLeft(String name) {
    Dialect dialect = Dialects.named(name);

    for (String code : dialect.codes()) {
      Reply reply = dialect.error(code).reply(NOW, "req_1");

      assertThat(reply.status()).as(code).isBetween(200, 599);
      assertThat(body(reply) + reply.headers()).as(code).isNotBlank().doesNotContain("${");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pawl.simulator.core.dialect.Dialects#names")
  void everySource_isAPageAndNotARepository(String name) {
    Dialect dialect = Dialects.named(name);

    assertThat(dialect.sources())
        .noneMatch(source -> source.toString().matches("https://github.com/[^/]+/[^/]+/?"));
  }

  @ParameterizedTest
  @MethodSource("dev.pawl.simulator.core.dialect.Dialects#names")
  void everyErrorWithASource_namesOneOfTheFilesAndNoDayAfterIt(String name) {
    Dialect dialect = Dialects.named(name);

    for (String code : dialect.codes()) {
      DialectError error = dialect.error(code);

      assertThat(error.source() == null || dialect.sources().contains(error.source()))
          .as(code)
          .isTrue();
      assertThat(error.seen() == null || error.source() != null).as(code).isTrue();
      assertThat(error.seen() == null || !error.seen().isAfter(dialect.date())).as(code).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"aws-json, 20", "aws-xml, 5", "azure, 15", "google, 8", "anthropic, 9"})
  void errorsOfDialectsWithManySources_nameTheirs(String name, int atLeast) {
    Dialect dialect = Dialects.named(name);

    long named =
        dialect.codes().stream().filter(code -> dialect.error(code).source() != null).count();

    assertThat(named).isGreaterThanOrEqualTo(atLeast);
  }

  @Test
  void error_thatWasReported_hasPlaceAndDay() {
    DialectError error = Dialects.named("google").error("invalid_rapt");

    assertThat(error.source()).isEqualTo(URI.create("https://github.com/cline/cline/issues/4080"));
    assertThat(error.seen()).isEqualTo("2025-06-06");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "anthropic | token_expired | 401 | {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"OAuth token has expired. Please obtain a new token or refresh your existing token.\"},\"request_id\":\"req_1\"}",
        "anthropic | token_revoked | 403 | {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"OAuth token has been revoked. Please obtain a new token.\"},\"request_id\":\"req_1\"}",
        "anthropic | rate_limited | 429 | {\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Rate limited. Please try again later.\"}}",
        "aws-json | UnauthorizedException | 401 | {\"message\":\"Session token not found or invalid\",\"__type\":\"com.amazonaws.switchboard.portal#UnauthorizedException\"}",
        "aws-json | invalid_grant | 400 | {\"error\":\"invalid_grant\",\"error_description\":\"Invalid refresh token provided\"}",
        "google | invalid_grant | 400 | {\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}",
        "google | invalid_rapt | 400 | {\"error\":\"invalid_grant\",\"error_description\":\"reauth related error (invalid_rapt)\",\"error_uri\":\"https://support.google.com/a/answer/9368756\",\"error_subtype\":\"invalid_rapt\"}",
        "github | bad_refresh_token | 200 | {\"error\":\"bad_refresh_token\",\"error_description\":\"The refresh token passed is incorrect or expired.\",\"error_uri\":\"https://docs.github.com\"}",
        "slack | invalid_refresh_token | 200 | {\"ok\":false,\"error\":\"invalid_refresh_token\"}",
        "azure | Unauthorized | 401 | {\"statusCode\":401,\"message\":\"Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com/ or https://ai.azure.com/), or have expired.\"}"
      })
  void error_isWordedAsTheVendorDoes(String dialect, String code, int status, String body) {
    Reply reply = Dialects.named(dialect).error(code).reply(NOW, "req_1");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(body(reply)).isEqualTo(body);
  }

  @Test
  void azure_errorCodes_tellTheTime() {
    Reply reply = Dialects.named("azure").error("AADSTS700082").reply(NOW, "req_1");

    assertThat(body(reply))
        .contains("\"error\":\"invalid_grant\"")
        .contains("\"error_codes\":[700082]")
        .contains(
            "AADSTS700082: The refresh token has expired due to inactivity. The token was issued on"
                + " 2020-04-06T22:31:52.0000000Z and was inactive for 90.00:00:00.\\r\\nTrace ID: ")
        .contains("\\r\\nTimestamp: 2020-07-06 22:31:52Z\"")
        .contains("\"timestamp\":\"2020-07-06 22:31:52Z\"")
        .contains("\"error_uri\":\"https://login.microsoftonline.com/error?code=700082\"");
  }

  @Test
  void entra_claims_areInTheBodyOrInTheHeader() {
    Reply token = Dialects.named("entra").error("interaction_required").reply(NOW, "req_1");
    Reply api = Dialects.named("entra").error("insufficient_claims").reply(NOW, "req_1");

    assertThat(token.members()).containsEntry("error", "interaction_required");
    assertThat(String.valueOf(token.members().get("claims"))).startsWith("{\"access_token\":{");
    assertThat(api.status()).isEqualTo(401);
    assertThat(api.headers().getOrDefault("WWW-Authenticate", ""))
        .startsWith("Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/")
        .containsPattern("error=\"insufficient_claims\", claims=\"[A-Za-z0-9+/]+=*\"");
  }

  @Test
  void awsXml_isTheErrorResponseOfTheQueryServices() {
    Reply reply = Dialects.named("aws-xml").error("ExpiredToken").reply(NOW, "req_1");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(((Reply.Text) reply.content()).mediaType()).isEqualTo("text/xml");
    assertThat(body(reply).replaceAll(">\\s+<", "><"))
        .isEqualToIgnoringNewLines(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
                + "<Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included"
                + " in the request is expired</Message></Error><RequestId>req_1</RequestId>"
                + "</ErrorResponse>");
  }

  @Test
  void aws_skew_tellsTheServersTime() {
    Reply reply = Dialects.named("aws-json").error("InvalidSignatureException").reply(NOW, "req_1");

    assertThat(reply.headers()).containsEntry("x-amzn-ErrorType", "InvalidSignatureException");
    assertThat(reply.members())
        .containsEntry(
            "message",
            "Signature expired: 20200706T222152Z is now earlier than 20200706T222652Z"
                + " (20200706T223152Z - 5 min.)");
  }

  @Test
  void of_unknownName_namesThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialects.named("../secret"))
        .withMessageContaining(Dialects.names().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"vendor\":\"v\",\"sources\":[],\"date\":\"2026-01-01\",\"errors\":{},\"more\":1} | 'more' is unknown",
        "{\"vendor\":\"v\",\"sources\":[],\"date\":\"2026-01-01\"} | errors",
        "{\"vendor\":\"v\",\"sources\":[],\"date\":\"2026-01-01\",\"errors\":{\"a\":{\"status\":400}}} | type",
        "{\"vendor\":\"v\",\"sources\":[],\"date\":\"2026-01-01\",\"errors\":{\"a\":{\"code\":400}}} | 'code' is unknown",
        "[] | a JSON object is expected"
      })
  void read_fileThatIsNone_saysWhatIsWrong(String file, String expected) {
    DialectReader reader = ServiceLoader.load(DialectReader.class).findFirst().orElseThrow();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                reader.read(
                    "test", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))))
        .withMessageContaining(expected);
  }

  private static String body(Reply reply) {
    return reply.content() instanceof Reply.Text text
        ? text.value()
        : StrictJson.write(reply.members());
  }
}
