package dev.pawl.okhttp;

import dev.pawl.http.Refusal;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** What OkHttp's answers say of a token. */
final class Refusals {

  private Refusals() {}

  /**
   * The attempt that follows {@code answer}, which stays open unless this throws. Blocks while the
   * token is renewed.
   *
   * @param request what the caller wants to be sent
   */
  static Optional<Attempt> next(Request request, Attempt attempt, Response answer)
      throws IOException {
    if (!Refusal.isPossible(answer.code())) {
      return Optional.empty();
    }
    try {
      return afterRefusal(request, attempt, answer);
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  private static Optional<Attempt> afterRefusal(Request request, Attempt attempt, Response answer)
      throws IOException {
    Refusal refusal =
        Refusal.of(
            answer.code(),
            answer.request().url().uri(),
            answer.headers()::values,
            answer.peekBody(Refusal.BODY_BYTES).bytes());
    RequestBody body = request.body();
    if (body != null && (body.isOneShot() || body.isDuplex())) {
      attempt.report(refusal);
      return Optional.empty();
    }
    return attempt.next(refusal);
  }

  /** What OkHttp's callers know. */
  static IOException told(TokenException e) {
    return new IOException(e.getMessage(), e);
  }
}
