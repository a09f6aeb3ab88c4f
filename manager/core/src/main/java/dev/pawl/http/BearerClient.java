package dev.pawl.http;

import dev.pawl.clock.TokenClock;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
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
  private final TokenSupply supply;
  private final HttpClient client;
  private final Set<Origin> origins;
  private final Predicate<Refusal> refuses;
  private final Executor executor;
  private final AuthorizedRequests proofs;

  private BearerClient(Builder builder) {
    this.supply = builder.supply;
    this.client = builder.client;
    this.origins = Set.copyOf(builder.origins);
    this.refuses = builder.refuses;
    this.proofs = new AuthorizedRequests(builder.clock);
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
    if (!isOurs(request)) {
      return client.send(request, handler);
    }
    Token token = supply.token();
    boolean repeatable = isRepeatable(request);
    HttpResponse<TokenVerdict<T>> first =
        sent(request, token, new RefusalHandler<>(handler, this::isNo, !repeatable));
    if (repeatable && isChallenge(first)) {
      first = sent(request, token, new RefusalHandler<>(handler, this::isOfToken, false));
    }
    if (!first.body().refused()) {
      return new CallersResponse<>(request, first);
    }
    if (!repeatable) {
      renewForTheNext(token, first);
      return new CallersResponse<>(request, first);
    }
    Token newer = supply.renew(token);
    return new CallersResponse<>(
        request, sent(request, newer, new RefusalHandler<>(handler, this::isOfToken, true)));
  }

  private <T extends @Nullable Object> HttpResponse<TokenVerdict<T>> sent(
      HttpRequest request, Token token, BodyHandler<TokenVerdict<T>> handler)
      throws IOException, InterruptedException {
    return noted(request, client.send(proofs.authorized(request, token), handler));
  }

  private <T extends @Nullable Object> CompletionStage<HttpResponse<TokenVerdict<T>>> sentAsync(
      HttpRequest request, Token token, BodyHandler<TokenVerdict<T>> handler) {
    return client
        .sendAsync(proofs.authorized(request, token), handler)
        .thenApply(answer -> noted(request, answer));
  }

  private <R> HttpResponse<R> noted(HttpRequest request, HttpResponse<R> answer) {
    proofs.note(request.uri(), answer.headers());
    return answer;
  }

  private static boolean isChallenge(HttpResponse<? extends TokenVerdict<?>> answer) {
    return answer.body().refused() && AuthorizedRequests.isChallenge(answer.headers());
  }

  /* Of a request whose proof had no nonce yet: it is repeated, and the token is not at fault. */
  private boolean isNo(Refusal refusal) {
    return AuthorizedRequests.isChallenge(refusal.headers()) || refuses.test(refusal);
  }

  /* A server that asks again for a nonce has not looked at the token. */
  private boolean isOfToken(Refusal refusal) {
    return !AuthorizedRequests.isChallenge(refusal.headers()) && refuses.test(refusal);
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
    return isOurs(request)
        ? CompletableFuture.supplyAsync(supply::token, executor)
            .thenCompose(token -> sendAsync(request, handler, token))
        : client.sendAsync(request, handler);
  }

  private <T extends @Nullable Object> CompletionStage<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, Token token) {
    boolean repeatable = isRepeatable(request);
    return sentAsync(request, token, new RefusalHandler<>(handler, this::isNo, !repeatable))
        .thenCompose(
            first ->
                repeatable && isChallenge(first)
                    ? sentAsync(
                        request, token, new RefusalHandler<>(handler, this::isOfToken, false))
                    : CompletableFuture.completedFuture(first))
        .thenCompose(
            first -> {
              if (!first.body().refused()) {
                return CompletableFuture.completedFuture(new CallersResponse<>(request, first));
              }
              return repeatable
                  ? again(request, handler, token)
                  : CompletableFuture.runAsync(() -> renewForTheNext(token, first), executor)
                      .thenApply(done -> new CallersResponse<>(request, first));
            });
  }

  private <T extends @Nullable Object> CompletionStage<HttpResponse<T>> again(
      HttpRequest request, BodyHandler<T> handler, Token rejected) {
    return CompletableFuture.supplyAsync(() -> supply.renew(rejected), executor)
        .thenCompose(
            newer ->
                sentAsync(request, newer, new RefusalHandler<>(handler, this::isOfToken, true)))
        .thenApply(second -> new CallersResponse<>(request, second));
  }

  /* The refusal itself goes to the caller, and says more than why there is no newer token. Of one
   * that wants a nonce the next request has it. */
  private void renewForTheNext(Token token, HttpResponse<? extends TokenVerdict<?>> refusal) {
    if (isChallenge(refusal)) {
      return;
    }
    try {
      Token unused = supply.renew(token);
    } catch (TokenException e) {
      return;
    }
  }

  private boolean isOurs(HttpRequest request) {
    return origins.contains(Origin.of(request.uri()));
  }

  private static boolean isRepeatable(HttpRequest request) {
    return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
  }

  private static void requireUnauthorized(HttpRequest request) {
    for (String header : AuthorizedRequests.HEADERS) {
      if (request.headers().firstValue(header).isPresent()) {
        throw new IllegalArgumentException(
            "the request has a header " + header + " of its own; leave it to this client");
      }
    }
  }

  /** Collects what a client goes by. Not thread-safe. */
  public static final class Builder {
    private final TokenSupply supply;
    private final HttpClient client;
    private final Set<Origin> origins = new HashSet<>();
    private Predicate<Refusal> refuses = Refusal::isOfToken;
    private TokenClock clock = TokenClock.system();

    private Builder(TokenSupply supply, HttpClient client) {
      this.supply = Objects.requireNonNull(supply);
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
      for (URI uri : uris) {
        origins.add(Origin.trusted(uri));
      }
      return this;
    }

    /** What counts as a refusal of the token; {@link Refusal#isOfToken} by default. */
    public Builder refusals(Predicate<Refusal> predicate) {
      this.refuses = Objects.requireNonNull(predicate);
      return this;
    }

    /** The time of proofs (RFC 9449); the system's by default. */
    public Builder clock(InstantSource source) {
      this.clock = TokenClock.of(source);
      return this;
    }

    /**
     * The client.
     *
     * @throws IllegalStateException if no origin was named
     */
    public BearerClient build() {
      if (origins.isEmpty()) {
        throw new IllegalStateException("name the origins that may get the token");
      }
      return new BearerClient(this);
    }
  }
}
