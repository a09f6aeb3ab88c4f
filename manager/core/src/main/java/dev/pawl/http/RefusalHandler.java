package dev.pawl.http;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a 401 or 403 before the caller's handler does; everything else passes untouched.
 *
 * @param handler the caller's
 * @param refuses tells whether a refusal speaks of the token
 * @param keeps whether the caller gets the body of a refused request: it will not be repeated
 */
record RefusalHandler<T extends @Nullable Object>(
    BodyHandler<T> handler, Predicate<Refusal> refuses, boolean keeps)
    implements BodyHandler<TokenVerdict<T>> {

  @Override
  public BodySubscriber<TokenVerdict<T>> apply(ResponseInfo info) {
    boolean suspicious = info.statusCode() == 401 || info.statusCode() == 403;
    return suspicious
        ? new RefusalSubscriber<>(handler, refuses, keeps, info)
        : BodySubscribers.mapping(handler.apply(info), body -> new TokenVerdict<>(false, body));
  }
}
