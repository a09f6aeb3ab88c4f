package dev.pawl.clients;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.http.RequestAuthorizer;
import dev.pawl.spring.PawlClientHttpRequestInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/** Spring's RestClient with an interceptor. */
final class RestClientTest extends ClientContract {

  @Override
  ApiClient client(RequestAuthorizer authorizer) {
    return new Api(rest(authorizer));
  }

  @Override
  boolean keepsStreams() {
    return true;
  }

  private static RestClient rest(RequestAuthorizer authorizer) {
    return RestClient.builder()
        .requestInterceptor(PawlClientHttpRequestInterceptor.of(authorizer))
        .build();
  }

  @Test
  void request_withACredentialOfItsOwn_isAnError() {
    RestClient client = rest(user.authorizer(user.loggedIn()));

    assertThatThrownBy(
            () ->
                client
                    .get()
                    .uri(user.whoami())
                    .header(HttpHeaders.AUTHORIZATION, "Bearer fake")
                    .retrieve()
                    .toBodilessEntity())
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("fake");
  }

  /**
   * Calls through a RestClient.
   *
   * @param client sends
   */
  record Api(RestClient client) implements ApiClient {
    @Override
    public Answer get(URI target) {
      return Objects.requireNonNull(
          client.get().uri(target).exchange((request, answer) -> read(answer)));
    }

    @Override
    public Answer post(URI target, String json) {
      return post(target, (Object) json);
    }

    @Override
    public Answer post(URI target, InputStream json) {
      return post(target, new InputStreamResource(json));
    }

    private Answer post(URI target, Object body) {
      return Objects.requireNonNull(
          client
              .post()
              .uri(target)
              .contentType(MediaType.APPLICATION_JSON)
              .body(body)
              .exchange((request, answer) -> read(answer)));
    }

    private static Answer read(ClientHttpResponse answer) throws IOException {
      return new Answer(
          answer.getStatusCode().value(),
          new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
