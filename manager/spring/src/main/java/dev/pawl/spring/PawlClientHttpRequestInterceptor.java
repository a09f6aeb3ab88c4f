package dev.pawl.spring;

import dev.pawl.http.Refusal;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Gives the requests of {@code RestClient} and {@code RestTemplate} the tokens that all processes
 * of the user share: {@code RestClient.builder().requestInterceptor(interceptor)}, as the last of
 * the interceptors. Where a server refuses a token, it is renewed once for the whole machine, and
 * the request is sent once more: Spring keeps the body of a request that is intercepted, be it of a
 * stream, and the same bytes go out. Tokens that are bound to a key are signed for. Thread-safe.
 *
 * <p>The request factory must not follow redirects by itself, as the JDK's and Spring's default do
 * not: it would carry the headers along.
 */
public final class PawlClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {
  private final RequestAuthorizer authorizer;

  private PawlClientHttpRequestInterceptor(RequestAuthorizer authorizer) {
    this.authorizer = Objects.requireNonNull(authorizer);
  }

  /** Tokens of {@code authorizer}, for the origins that it names. */
  public static PawlClientHttpRequestInterceptor of(RequestAuthorizer authorizer) {
    return new PawlClientHttpRequestInterceptor(authorizer);
  }

  /**
   * {@inheritDoc}
   *
   * @throws TokenException if there is no token to send, or none to replace a refused one
   * @throws IllegalArgumentException if the request has a header of its own that carries tokens
   */
  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    if (!authorizer.isFor(request.getURI())) {
      return execution.execute(request, body);
    }
    requireUnauthorized(request.getHeaders());
    Attempt attempt = authorizer.attempt(request.getURI()).orElseThrow();
    PeekedResponse answer = sent(request, body, execution, attempt);
    Optional<Attempt> next = next(request, attempt, answer);
    while (next.isPresent()) {
      answer.close();
      attempt = next.get();
      answer = sent(request, body, execution, attempt);
      next = next(request, attempt, answer);
    }
    return answer;
  }

  private static PeekedResponse sent(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution, Attempt attempt)
      throws IOException {
    attempt
        .headers(request.getMethod().name(), request.getURI())
        .forEach(request.getHeaders()::set);
    return new PeekedResponse(execution.execute(request, body));
  }

  /* Blocks while a refused token is renewed. The answer stays open unless this throws. */
  private static Optional<Attempt> next(HttpRequest request, Attempt attempt, PeekedResponse answer)
      throws IOException {
    Refusal.Headers headers = name -> answer.getHeaders().getOrEmpty(name);
    int status = answer.getStatusCode().value();
    if (!Refusal.isPossible(status)) {
      attempt.note(request.getURI(), headers);
      return Optional.empty();
    }
    try {
      return attempt.next(Refusal.of(status, request.getURI(), headers, answer.beginning()));
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  static void requireUnauthorized(HttpHeaders headers) {
    for (String header : RequestAuthorizer.headerNames()) {
      if (headers.containsKey(header)) {
        throw new IllegalArgumentException(
            "the request has a header " + header + " of its own; leave it to Pawl");
      }
    }
  }

  /** Names itself alone. */
  @Override
  public String toString() {
    return "PawlClientHttpRequestInterceptor";
  }
}
