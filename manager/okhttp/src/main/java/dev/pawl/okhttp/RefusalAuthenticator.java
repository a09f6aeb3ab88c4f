package dev.pawl.okhttp;

import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.token.TokenException;
import java.io.IOException;
import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Answers a 401 by the same request with the next attempt. */
record RefusalAuthenticator() implements Authenticator {

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response answer) throws IOException {
    Response network = answer.networkResponse();
    Attempt attempt = network == null ? null : network.request().tag(Attempt.class);
    if (attempt == null) {
      return null;
    }
    try {
      return Refusals.next(answer.request(), attempt, answer)
          .map(next -> answer.request().newBuilder().tag(Attempt.class, next).build())
          .orElse(null);
    } catch (TokenException e) {
      throw Refusals.told(e);
    }
  }
}
