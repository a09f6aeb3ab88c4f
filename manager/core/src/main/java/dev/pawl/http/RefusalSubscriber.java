package dev.pawl.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a refusal to its end, decides whether it speaks of the token, and then either drops it or
 * replays it to the caller's own subscriber, as if nobody had looked.
 *
 * <p>Signals come one after the other (Reactive Streams rule 1.3), so nothing is locked.
 */
final class RefusalSubscriber<T extends @Nullable Object>
    implements BodySubscriber<TokenVerdict<T>> {
  private static final int LIMIT = 1 << 20;

  private final RefusalTerms<T> terms;
  private final ResponseInfo info;
  private final CompletableFuture<TokenVerdict<T>> verdict = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription upstream;

  /** Of the answer of {@code info}, looked at as {@code terms} say. */
  RefusalSubscriber(RefusalTerms<T> terms, ResponseInfo info) {
    this.terms = terms;
    this.info = info;
  }

  @Override
  public CompletionStage<TokenVerdict<T>> getBody() {
    return verdict;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    upstream = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      if (body.size() + bytes.length > LIMIT) {
        giveUp();
        return;
      }
      body.writeBytes(bytes);
    }
  }

  private void giveUp() {
    if (upstream != null) {
      upstream.cancel();
    }
    onError(new IOException("a refusal is longer than " + LIMIT + " bytes"));
  }

  @Override
  public void onError(Throwable problem) {
    verdict.completeExceptionally(problem);
  }

  @Override
  public void onComplete() {
    byte[] bytes = body.toByteArray();
    Refusal answer =
        Refusal.of(info.statusCode(), terms.target(), info.headers()::allValues, bytes);
    Refusal refusal = terms.refuses().test(answer) ? answer : null;
    if (refusal != null && !terms.keeps()) {
      verdict.complete(new TokenVerdict<>(refusal, null));
      return;
    }
    BodySubscriber<T> subscriber = terms.handler().apply(info);
    subscriber.getBody().whenComplete((made, problem) -> complete(refusal, made, problem));
    BodyPublishers.ofByteArray(bytes).subscribe(new Replay(subscriber));
  }

  private void complete(@Nullable Refusal refusal, @Nullable T made, @Nullable Throwable problem) {
    if (problem == null) {
      verdict.complete(new TokenVerdict<>(refusal, made));
    } else {
      verdict.completeExceptionally(problem);
    }
  }

  /** Passes single buffers on as the lists that a body subscriber expects. */
  private record Replay(BodySubscriber<?> caller) implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      caller.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
      caller.onNext(List.of(buffer.asReadOnlyBuffer()));
    }

    @Override
    public void onError(Throwable problem) {
      caller.onError(problem);
    }

    @Override
    public void onComplete() {
      caller.onComplete();
    }
  }
}
