package dev.pawl.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pawl.clients.ApiClient.Answer;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.spring.PawlExchangeFilterFunction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Spring's WebClient with a filter. */
final class WebClientTest extends ClientContract {
  private static final int LONGEST_REFUSAL = 64 << 20;

  @Override
  ApiClient client(RequestAuthorizer authorizer) {
    return new Api(web(authorizer));
  }

  @Override
  boolean keepsStreams() {
    return true;
  }

  private static WebClient web(RequestAuthorizer authorizer) {
    return WebClient.builder()
        .clientConnector(new JdkClientHttpConnector())
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LONGEST_REFUSAL))
        .filter(PawlExchangeFilterFunction.of(authorizer))
        .build();
  }

  @Test
  void post_longBodyOfAStream_isReportedAndNotSentAgain() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpServer refusing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    refusing.createContext("/", exchange -> refuse(exchange, requests));
    refusing.start();
    try {
      URI root = URI.create("http://127.0.0.1:" + refusing.getAddress().getPort());
      ApiClient client = client(RequestAuthorizer.builder(user.loggedIn()).origins(root).build());

      Answer first = client.post(root, new ByteArrayInputStream(new byte[(256 << 10) + 1]));

      assertThat(first).isEqualTo(new Answer(401, "no"));
      assertThat(requests).hasValue(1);
      user.spends().areExactly(1);
    } finally {
      refusing.stop(0);
    }
  }

  private static void refuse(HttpExchange exchange, AtomicInteger requests) throws IOException {
    requests.incrementAndGet();
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    exchange.sendResponseHeaders(401, 2);
    exchange.getResponseBody().write("no".getBytes(UTF_8));
    exchange.close();
  }

  @Test
  void request_withACredentialOfItsOwn_isAnError() {
    Mono<ClientResponse> answer =
        web(user.authorizer(user.loggedIn()))
            .get()
            .uri(user.whoami())
            .header(HttpHeaders.AUTHORIZATION, "Bearer fake")
            .exchangeToMono(Mono::just);

    assertThatThrownBy(answer::block)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("fake");
  }

  /**
   * Calls through a WebClient.
   *
   * @param client sends
   */
  record Api(WebClient client) implements ApiClient {
    @Override
    public Answer get(URI target) {
      return read(client.get().uri(target));
    }

    @Override
    public Answer post(URI target, String json) {
      return post(target, BodyInserters.fromValue(json));
    }

    @Override
    public Answer post(URI target, InputStream json) {
      return post(target, BodyInserters.fromResource(new InputStreamResource(json)));
    }

    private Answer post(URI target, BodyInserter<?, ? super ClientHttpRequest> body) {
      return read(client.post().uri(target).contentType(MediaType.APPLICATION_JSON).body(body));
    }

    private static Answer read(WebClient.RequestHeadersSpec<?> request) {
      Mono<Answer> answer =
          request.exchangeToMono(
              known ->
                  known
                      .bodyToMono(String.class)
                      .defaultIfEmpty("")
                      .map(body -> new Answer(known.statusCode().value(), body)));
      return answer.blockOptional().orElseThrow();
    }
  }
}
