package dev.pawl.spring;

import dev.pawl.http.Refusal;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.http.RequestAuthorizer.Attempt;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Gives the requests of {@code WebClient} the tokens that all processes of the user share: {@code
 * WebClient.builder().filter(filter)}. Where a server refuses a token, it is renewed once for the
 * whole machine, and the request is sent once more, if all of its body was sent and is no longer
 * than {@value RecordedBody#LIMIT} bytes: what was sent goes out again, and whatever made it is
 * asked once. Else the caller gets the refusal, and the next request has a newer token. Tokens that
 * are bound to a key are signed for. Who waits for a token does so on the scheduler for blocking
 * work. Thread-safe.
 *
 * <p>The connector must not follow redirects by itself, as Spring's do not unless they are told to:
 * it would carry the headers along. A refusal longer than the client keeps in memory ({@code
 * maxInMemorySize}) is an error.
 */
public final class PawlExchangeFilterFunction implements ExchangeFilterFunction {
  private final RequestAuthorizer authorizer;

  private PawlExchangeFilterFunction(RequestAuthorizer authorizer) {
    this.authorizer = Objects.requireNonNull(authorizer);
  }

  /** Tokens of {@code authorizer}, for the origins that it names. */
  public static PawlExchangeFilterFunction of(RequestAuthorizer authorizer) {
    return new PawlExchangeFilterFunction(authorizer);
  }

  /**
   * {@inheritDoc}
   *
   * @return fails with a {@link dev.pawl.token.TokenException} if there is no token to send, or
   *     none to replace a refused one; with an {@link IllegalArgumentException} if the request has
   *     a header of its own that carries tokens
   */
  @Override
  public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
    if (!authorizer.isFor(request.url())) {
      return next.exchange(request);
    }
    RecordedBody body = new RecordedBody(request.body());
    return Mono.fromCallable(() -> first(request))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(attempt -> sent(new Exchange(request, body, next), attempt));
  }

  /** What is sent, once or again. */
  private record Exchange(ClientRequest request, RecordedBody body, ExchangeFunction next) {}

  private Attempt first(ClientRequest request) {
    PawlClientHttpRequestInterceptor.requireUnauthorized(request.headers());
    return authorizer.attempt(request.url()).orElseThrow();
  }

  private static Mono<ClientResponse> sent(Exchange exchange, Attempt attempt) {
    ClientRequest request = exchange.request();
    ClientRequest authorized =
        ClientRequest.from(request)
            .headers(
                headers ->
                    attempt.headers(request.method().name(), request.url()).forEach(headers::set))
            .body(exchange.body())
            .build();
    return exchange.next().exchange(authorized).flatMap(answer -> after(exchange, attempt, answer));
  }

  private static Mono<ClientResponse> after(
      Exchange exchange, Attempt attempt, ClientResponse answer) {
    HttpHeaders headers = answer.headers().asHttpHeaders();
    if (!Refusal.isPossible(answer.statusCode().value())) {
      attempt.note(exchange.request().url(), headers::getOrEmpty);
      return Mono.just(answer);
    }
    return answer
        .bodyToMono(byte[].class)
        .defaultIfEmpty(new byte[0])
        .flatMap(
            bytes ->
                Mono.fromCallable(() -> next(exchange, attempt, refusal(exchange, answer, bytes)))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(
                        next ->
                            next.isPresent()
                                ? sent(exchange, next.get())
                                : Mono.just(whole(answer, bytes))));
  }

  private static Refusal refusal(Exchange exchange, ClientResponse answer, byte[] body) {
    return Refusal.of(
        answer.statusCode().value(),
        exchange.request().url(),
        answer.headers().asHttpHeaders()::getOrEmpty,
        body);
  }

  /* Blocks while a refused token is renewed. */
  private static Optional<Attempt> next(Exchange exchange, Attempt attempt, Refusal refusal) {
    if (exchange.body().isRepeatable()) {
      return attempt.next(refusal);
    }
    attempt.report(refusal);
    return Optional.empty();
  }

  /* The answer again, whose body has been read. */
  private static ClientResponse whole(ClientResponse answer, byte[] body) {
    DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(body);
    return ClientResponse.create(answer.statusCode(), answer.strategies())
        .headers(headers -> headers.addAll(answer.headers().asHttpHeaders()))
        .cookies(cookies -> cookies.addAll(answer.cookies()))
        .request(answer.request())
        .body(Flux.just(buffer))
        .build();
  }

  /** Names itself alone. */
  @Override
  public String toString() {
    return "PawlExchangeFilterFunction";
  }
}
