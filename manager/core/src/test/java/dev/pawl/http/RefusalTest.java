package dev.pawl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refusals of a resource server a newer token may help against. */
final class RefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\" | {\"a\":1}",
        "Bearer error=\"insufficient_claims\", claims=eyJhIjoxfQ | {\"a\":1}",
        "Bearer error=\"insufficient_claims\", claims=\"bm8ganNvbg==\" | ``",
        "Bearer error=\"insufficient_claims\", claims=\"e\" | ``",
        "Bearer error=\"insufficient_claims\" | ``",
        "Bearer error=\"invalid_token\", claims=\"eyJhIjoxfQ==\" | ``"
      })
  void claims_challenge_areTheJsonThatItNames(String challenge, String claims) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("WWW-Authenticate", List.of(challenge)), (name, value) -> true);
    Refusal refusal =
        Refusal.of(401, URI.create("https://api.example"), headers::allValues, new byte[0]);

    assertThat(refusal.claims()).isEqualTo(claims);
    assertThat(refusal.isOfToken()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', true",
    "401, 'DPoP error=\"invalid_token\"', true",
    "401, 'DPoP error=\"invalid_dpop_proof\"', false",
    "401, 'DPoP error=\"invalid_dpop_proof\", Bearer error=\"invalid_token\"', true",
    "403, 'Bearer error=\"insufficient_scope\"', false",
    "403, 'Bearer error=\"invalid_token\"', true"
  })
  void isOfToken_challenge_isWhatTheServerSays(int status, String challenge, boolean ofToken) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("WWW-Authenticate", List.of(challenge)), (name, value) -> true);
    Refusal refusal =
        Refusal.of(status, URI.create("https://api.example"), headers::allValues, new byte[0]);

    assertThat(refusal.isOfToken()).isEqualTo(ofToken);
  }
}
