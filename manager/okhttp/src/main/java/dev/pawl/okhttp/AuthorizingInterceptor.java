package dev.pawl.okhttp;

import dev.pawl.http.RequestAuthorizer;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Puts the token of an attempt into a request that is about to go out, be it the first or one after
 * a redirect; begins an attempt for a request that has none yet.
 *
 * @param authorizer gives the tokens
 */
record AuthorizingInterceptor(RequestAuthorizer authorizer) implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Attempt attempt = begun(request);
    if (attempt == null) {
      return chain.proceed(request);
    }
    URI target = request.url().uri();
    Response answer = chain.proceed(authorized(request, attempt, target));
    attempt.note(target, answer.headers()::values);
    return answer;
  }

  private @Nullable Attempt begun(Request request) throws IOException {
    Attempt known = request.tag(Attempt.class);
    if (known != null) {
      return known;
    }
    try {
      return authorizer.attempt(request.url().uri()).orElse(null);
    } catch (TokenException e) {
      throw Refusals.told(e);
    }
  }

  private static Request authorized(Request request, Attempt attempt, URI target)
      throws IOException {
    Request.Builder builder = request.newBuilder().tag(Attempt.class, attempt);
    try {
      attempt.headers(request.method(), target).forEach(builder::header);
    } catch (TokenException e) {
      throw Refusals.told(e);
    }
    return builder.build();
  }
}
