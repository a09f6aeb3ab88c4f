package dev.pawl.http;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a 401 or 403 before the caller's handler does; everything else passes untouched.
 *
 * @param terms how it looks
 */
record RefusalHandler<T extends @Nullable Object>(RefusalTerms<T> terms)
    implements BodyHandler<TokenVerdict<T>> {

  @Override
  public BodySubscriber<TokenVerdict<T>> apply(ResponseInfo info) {
    return Refusal.isPossible(info.statusCode())
        ? new RefusalSubscriber<>(terms, info)
        : BodySubscribers.mapping(
            terms.handler().apply(info), body -> new TokenVerdict<>(null, body));
  }
}
