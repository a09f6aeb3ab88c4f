package dev.pawl.simulator.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.exchange.Request;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the published test suite of AWS Signature Version 4. */
class SignatureTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  @ParameterizedTest
  @CsvSource({
    "GET, /, host;x-amz-date, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "GET, /?Param2=value2&Param1=value1, host;x-amz-date, '', b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "POST, /, content-type;host;x-amz-date, Param1=value1, ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  })
  void isMadeWith_vectorOfTheTestSuite_isTrueForItsKeyAlone(
      String method, String target, String names, String body, String signature) {
    Request request = request(method, target, names, body, signature);

    Signature read = Signature.of(request).orElseThrow();

    assertThat(read.accessKeyId()).isEqualTo("AKIDEXAMPLE");
    assertThat(read.isMadeWith(SECRET)).isTrue();
    assertThat(read.isMadeWith(SECRET + "x")).isFalse();
  }

  @Test
  void isMadeWith_bodyThatWasChanged_isFalse() {
    Request request =
        request(
            "POST",
            "/",
            "content-type;host;x-amz-date",
            "Param1=value2",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");

    assertThat(Signature.of(request).orElseThrow().isMadeWith(SECRET)).isFalse();
  }

  private static Request request(
      String method, String target, String names, String body, String signature) {
    return Request.of(method, target, "test")
        .withHeader("Host", "example.amazonaws.com")
        .withHeader("Content-Type", "application/x-www-form-urlencoded")
        .withHeader("X-Amz-Date", "20150830T123600Z")
        .withHeader(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders="
                + names
                + ", Signature="
                + signature)
        .withBody(body.getBytes(StandardCharsets.UTF_8));
  }
}
