package dev.pawl.http;

import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpClient} that sends a profile's token to the origins that it was made for, and to no
 * other: a request to another origin goes out without one. A bearer token goes into {@code
 * Authorization} (RFC 6750 section 2.1), an API key into {@code X-Api-Key}, a helper's output into
 * both. A token that is bound to a key (RFC 9449) goes out as {@code DPoP}, with a proof for each
 * request, and never as a bearer token; where the server wants a nonce in the proof, the request is
 * sent once more with it.
 *
 * <p>If the server refuses the token, the supply renews it, once for the whole machine, and the
 * request is sent once more with the newer token of the same profile. A request is sent again only
 * if its body can be: there is none, or its length is known, as that of text, bytes or a file is.
 * So a publisher of one's own that is given a length ({@code fromPublisher(p, length)}) must give
 * its content to a second subscriber too. Another publisher's request is not repeated: the caller
 * gets the refusal, and the next request has a newer token. The answer to the second request is the
 * caller's, whatever it is. A refusal longer than 1 MiB is an {@link IOException}.
 *
 * <p>Redirects are never followed. Thread-safe.
 */
public final class BearerClient {
  private final HttpClient client;
  private final RequestAuthorizer authorizer;
  private final Executor executor;

  private BearerClient(HttpClient client, RequestAuthorizer authorizer) {
    this.client = client;
    this.authorizer = authorizer;
    this.executor = client.executor().orElseGet(ForkJoinPool::commonPool);
  }

  /**
   * A builder of a client that gets its tokens from {@code supply} and sends through {@code
   * client}; both stay the caller's to close.
   *
   * @throws IllegalArgumentException if {@code client} follows redirects: it would carry the header
   *     along
   */
  public static Builder builder(TokenSupply supply, HttpClient client) {
    return new Builder(supply, client);
  }

  /**
   * Sends {@code request}, as {@link HttpClient#send} does.
   *
   * @throws TokenException if there is no token to send, or none to replace a refused one
   * @throws IllegalArgumentException if the request has an Authorization, DPoP or X-Api-Key header
   *     of its own
   */
  public <T extends @Nullable Object> HttpResponse<T> send(
      HttpRequest request, BodyHandler<T> handler) throws IOException, InterruptedException {
    requireUnauthorized(request);
    Optional<Attempt> attempt = authorizer.attempt(request.uri());
    if (attempt.isEmpty()) {
      return client.send(request, handler);
    }
    HttpResponse<TokenVerdict<T>> answer = sent(request, handler, attempt.get());
    attempt = next(request, attempt.get(), answer);
    while (attempt.isPresent()) {
      answer = sent(request, handler, attempt.get());
      attempt = next(request, attempt.get(), answer);
    }
    return new CallersResponse<>(request, answer);
  }

  private <T extends @Nullable Object> HttpResponse<TokenVerdict<T>> sent(
      HttpRequest request, BodyHandler<T> handler, Attempt attempt)
      throws IOException, InterruptedException {
    return noted(
        request,
        attempt,
        client.send(authorized(request, attempt), looking(request, handler, attempt)));
  }

  private static HttpRequest authorized(HttpRequest request, Attempt attempt) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
    attempt.headers(request.method(), request.uri()).forEach(builder::header);
    return builder.build();
  }

  private static <T extends @Nullable Object> RefusalHandler<T> looking(
      HttpRequest request, BodyHandler<T> handler, Attempt attempt) {
    return new RefusalHandler<>(
        new RefusalTerms<>(handler, request.uri(), attempt::isRefused, !isRepeatable(request)));
  }

  private static <R> HttpResponse<R> noted(
      HttpRequest request, Attempt attempt, HttpResponse<R> answer) {
    attempt.note(request.uri(), answer.headers()::allValues);
    return answer;
  }

  /* Blocks while a refused token is renewed. */
  private static Optional<Attempt> next(
      HttpRequest request, Attempt attempt, HttpResponse<? extends TokenVerdict<?>> answer) {
    Refusal refusal = answer.body().refusal();
    if (refusal == null) {
      return Optional.empty();
    }
    if (isRepeatable(request)) {
      return attempt.next(refusal);
    }
    attempt.report(refusal);
    return Optional.empty();
  }

  /**
   * Sends {@code request}, as {@link HttpClient#sendAsync} does. Waiting for a token happens on the
   * client's executor, or on the common pool. Cancelling the result does not break off the request.
   *
   * @return completes exceptionally as {@link #send} throws
   * @throws IllegalArgumentException if the request has an Authorization, DPoP or X-Api-Key header
   *     of its own
   */
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    requireUnauthorized(request);
    return authorizer.isFor(request.uri())
        ? CompletableFuture.supplyAsync(() -> authorizer.attempt(request.uri()), executor)
            .thenCompose(attempt -> sendAsync(request, handler, attempt.orElseThrow()))
        : client.sendAsync(request, handler);
  }

  private <T extends @Nullable Object> CompletionStage<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, Attempt attempt) {
    return client
        .sendAsync(authorized(request, attempt), looking(request, handler, attempt))
        .thenCompose(answer -> after(request, handler, attempt, answer));
  }

  private <T extends @Nullable Object> CompletionStage<HttpResponse<T>> after(
      HttpRequest request,
      BodyHandler<T> handler,
      Attempt attempt,
      HttpResponse<TokenVerdict<T>> answer) {
    HttpResponse<T> made = new CallersResponse<>(request, noted(request, attempt, answer));
    if (answer.body().refusal() == null) {
      return CompletableFuture.completedFuture(made);
    }
    return CompletableFuture.supplyAsync(() -> next(request, attempt, answer), executor)
        .thenCompose(
            next ->
                next.isPresent()
                    ? sendAsync(request, handler, next.get())
                    : CompletableFuture.completedFuture(made));
  }

  private static boolean isRepeatable(HttpRequest request) {
    return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
  }

  private static void requireUnauthorized(HttpRequest request) {
    for (String header : RequestAuthorizer.headerNames()) {
      if (request.headers().firstValue(header).isPresent()) {
        throw new IllegalArgumentException(
            "the request has a header " + header + " of its own; leave it to this client");
      }
    }
  }

  /** Collects what a client goes by. Not thread-safe. */
  public static final class Builder {
    private final HttpClient client;
    private final RequestAuthorizer.Builder authorizer;

    private Builder(TokenSupply supply, HttpClient client) {
      this.authorizer = RequestAuthorizer.builder(supply);
      this.client = client;
      if (client.followRedirects() != HttpClient.Redirect.NEVER) {
        throw new IllegalArgumentException(
            "the HTTP client follows redirects and would carry the token along; build it with"
                + " Redirect.NEVER");
      }
    }

    /**
     * The origins that get the token, at least one: scheme, host and port, as {@code
     * https://api.example.com}.
     *
     * @throws IllegalArgumentException if one has a path, or is neither https nor on loopback
     */
    public Builder origins(URI... uris) {
      authorizer.origins(uris);
      return this;
    }

    /** What counts as a refusal of the token; {@link Refusal#isOfToken} by default. */
    public Builder refusals(Predicate<Refusal> predicate) {
      authorizer.refusals(predicate);
      return this;
    }

    /** The time of proofs (RFC 9449); the system's by default. */
    public Builder clock(InstantSource source) {
      authorizer.clock(source);
      return this;
    }

    /**
     * The client.
     *
     * @throws IllegalStateException if no origin was named
     */
    public BearerClient build() {
      return new BearerClient(client, authorizer.build());
    }
  }
}
