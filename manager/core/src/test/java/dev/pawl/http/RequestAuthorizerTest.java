package dev.pawl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What any client is told of tokens and refusals. */
final class RequestAuthorizerTest {
  private static final URI API = URI.create("https://api.example/v1");
  private static final URI OTHER = URI.create("https://other.example/v1");

  private int renewed;
  private Kind kind = Kind.BEARER;

  @ParameterizedTest
  @CsvSource({
    "BEARER, {Authorization=Bearer key-0}",
    "API_KEY, {X-Api-Key=key-0}",
    "BOTH, '{Authorization=Bearer key-0, X-Api-Key=key-0}'"
  })
  void headers_eachKind_areItsOwn(Kind of, String expected) {
    kind = of;

    Map<String, String> headers = first().headers("GET", API);

    assertThat(headers).hasToString(expected);
  }

  @Test
  void headers_keysOfAws_goIntoNoRequest() {
    kind = Kind.AWS_KEYS;
    Attempt attempt = first();

    TokenException refused =
        catchThrowableOfType(TokenException.class, () -> attempt.headers("GET", API));

    assertThat(refused.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(refused).hasMessageContaining("pawl-aws").hasMessageNotContaining("key-0");
  }

  @Test
  void attempt_anotherOrigin_getsNoToken() {
    Optional<Attempt> none = authorizer().attempt(OTHER);

    assertThat(none).isEmpty();
    assertThat(first().headers("GET", OTHER)).isEmpty();
  }

  @Test
  void next_refusedByAnotherOrigin_reportsNothing() {
    Optional<Attempt> next = first().next(refusal(401, OTHER));

    assertThat(next).isEmpty();
    assertThat(renewed).isZero();
  }

  @Test
  void next_refusedAgain_isNone() {
    Attempt second = first().next(refusal(401, API)).orElseThrow();

    Optional<Attempt> third = second.next(refusal(401, API));

    assertThat(second.headers("GET", API)).containsEntry("Authorization", "Bearer key-1");
    assertThat(third).isEmpty();
    assertThat(renewed).isEqualTo(1);
  }

  @Test
  void next_statusOfAnotherMeaning_isNone() {
    Optional<Attempt> next = first().next(refusal(500, API));

    assertThat(next).isEmpty();
    assertThat(renewed).isZero();
  }

  @Test
  void toString_anything_namesNoToken() {
    Attempt attempt = first();

    assertThat(attempt + " " + authorizer()).doesNotContain("key-0");
  }

  private Attempt first() {
    return authorizer().attempt(API).orElseThrow();
  }

  private RequestAuthorizer authorizer() {
    return RequestAuthorizer.builder(new Supply())
        .origins(URI.create("https://api.example"))
        .build();
  }

  private static Refusal refusal(int status, URI target) {
    return new Refusal(status, target, name -> List.of(), "token has expired");
  }

  /** A supply that counts. */
  private final class Supply implements TokenSupply {
    @Override
    public Token token() {
      return new Token("key-" + renewed, Instant.MAX, 0, "", kind);
    }

    @Override
    public Token renew(Token rejected) {
      renewed++;
      return token();
    }
  }
}
