package dev.pawl.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import dev.pawl.http.Refusal;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.http.RequestAuthorizer.Attempt;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a request whose credential was refused once more, with a newer one.
 *
 * @param client sends
 * @param authorizer gives the credentials
 * @param api where requests go that name no other address
 * @param attempts tell the backend which credential a request has
 */
record RepeatingClient(HttpClient client, RequestAuthorizer authorizer, URI api, Attempts attempts)
    implements HttpClient {

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    Optional<Attempt> attempt = first(request);
    if (attempt.isEmpty()) {
      return client.execute(request, options);
    }
    PeekedResponse answer = sent(request, options, attempt.get());
    attempt = next(request, attempt.get(), answer);
    while (attempt.isPresent()) {
      answer.close();
      answer = sent(request, options, attempt.get());
      attempt = next(request, attempt.get(), answer);
    }
    return answer;
  }

  private PeekedResponse sent(HttpRequest request, RequestOptions options, Attempt attempt) {
    String name = attempts.begin(attempt);
    try {
      return new PeekedResponse(client.execute(Attempts.marked(request, name), options));
    } finally {
      attempts.end(name);
    }
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.supplyAsync(() -> first(request))
        .thenCompose(
            attempt ->
                attempt.isPresent()
                    ? sentAsync(request, options, attempt.get())
                    : client.executeAsync(request, options));
  }

  private CompletableFuture<HttpResponse> sentAsync(
      HttpRequest request, RequestOptions options, Attempt attempt) {
    return begunAsync(request, options, attempt)
        .thenApply(PeekedResponse::new)
        .thenCompose(
            answer -> {
              if (Refusal.isPossible(answer.statusCode())) {
                return afterRefusal(request, options, attempt, answer);
              }
              attempt.note(target(request), answer.headers()::values);
              return CompletableFuture.completedFuture(answer);
            });
  }

  private CompletableFuture<HttpResponse> begunAsync(
      HttpRequest request, RequestOptions options, Attempt attempt) {
    String name = attempts.begin(attempt);
    try {
      return client
          .executeAsync(Attempts.marked(request, name), options)
          .whenComplete((answer, problem) -> attempts.end(name));
    } catch (RuntimeException e) {
      attempts.end(name);
      throw e;
    }
  }

  private CompletableFuture<HttpResponse> afterRefusal(
      HttpRequest request, RequestOptions options, Attempt attempt, PeekedResponse answer) {
    return CompletableFuture.supplyAsync(() -> next(request, attempt, answer))
        .thenCompose(
            next -> {
              if (next.isEmpty()) {
                return CompletableFuture.completedFuture(answer);
              }
              answer.close();
              return sentAsync(request, options, next.get());
            });
  }

  private Optional<Attempt> first(HttpRequest request) {
    for (String header : RequestAuthorizer.headerNames()) {
      if (!request.headers().values(header).isEmpty()) {
        return Optional.empty();
      }
    }
    return authorizer.attempt(target(request));
  }

  private URI target(HttpRequest request) {
    String base = request.baseUrl();
    return base == null || base.isEmpty() ? api : URI.create(base);
  }

  /* Blocks while a credential is renewed. The answer stays open unless this throws. */
  private Optional<Attempt> next(HttpRequest request, Attempt attempt, PeekedResponse answer) {
    if (!Refusal.isPossible(answer.statusCode())) {
      attempt.note(target(request), answer.headers()::values);
      return Optional.empty();
    }
    try {
      return nextAfterRefusal(request, attempt, answer);
    } catch (RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  private Optional<Attempt> nextAfterRefusal(
      HttpRequest request, Attempt attempt, PeekedResponse answer) {
    Refusal refusal =
        Refusal.of(
            answer.statusCode(), target(request), answer.headers()::values, answer.beginning());
    if (request.body().map(HttpRequestBody::repeatable).orElse(true)) {
      return attempt.next(refusal);
    }
    attempt.report(refusal);
    return Optional.empty();
  }

  @Override
  public void close() {
    client.close();
  }
}
