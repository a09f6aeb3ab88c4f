package dev.pawl.okhttp;

import dev.pawl.http.RequestAuthorizer;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request whose token was refused once more, with a newer one.
 *
 * @param authorizer gives the tokens
 */
record RepeatingInterceptor(RequestAuthorizer authorizer) implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    if (!authorizer.isFor(request.url().uri())) {
      return chain.proceed(request);
    }
    requireUnauthorized(request);
    try {
      Attempt attempt = authorizer.attempt(request.url().uri()).orElseThrow();
      Response answer = chain.proceed(with(request, attempt));
      Optional<Attempt> next = Refusals.next(request, attempt, answer);
      while (next.isPresent()) {
        answer.close();
        attempt = next.get();
        answer = chain.proceed(with(request, attempt));
        next = Refusals.next(request, attempt, answer);
      }
      return answer;
    } catch (TokenException e) {
      throw Refusals.told(e);
    }
  }

  private static Request with(Request request, Attempt attempt) {
    return request.newBuilder().tag(Attempt.class, attempt).build();
  }

  private static void requireUnauthorized(Request request) throws IOException {
    for (String header : RequestAuthorizer.headerNames()) {
      if (request.header(header) != null) {
        throw new IOException(
            "the request has a header " + header + " of its own; leave it to PawlAuthentication");
      }
    }
  }
}
