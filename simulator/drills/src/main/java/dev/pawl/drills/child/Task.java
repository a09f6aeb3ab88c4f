package dev.pawl.drills.child;

import dev.pawl.http.Refusal;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One request of the application: a token, one with some life left, a renewal of the token it
 * holds, or a call of the API that renews once after a 401 or 403. TRY_LATER is obeyed if the order
 * says so.
 */
final class Task {
  private final Application application;
  private final RunnerCommand order;
  private final long deadline;
  private final RequestResult result = new RequestResult();

  Task(Application application, RunnerCommand order) {
    this.application = application;
    this.order = order;
    this.deadline = System.nanoTime() + order.number("deadlineMillis", 20_000) * 1_000_000;
  }

  RequestResult run() {
    try {
      switch (order.text("what")) {
        case "token" -> keep(patiently(this::token));
        case "renew" -> keep(patiently(this::renewal));
        case "lasting" -> keep(patiently(this::lasting));
        case "call" -> call();
        case "rogue" -> new Rogue(application, order).refresh(result);
        default -> throw new IllegalArgumentException("unknown kind of request");
      }
    } catch (TokenException e) {
      result.failed(e);
      System.getLogger("dev.pawl.drills.child").log(System.Logger.Level.INFO, "refused", e);
    } catch (IOException e) {
      result.failed("IO", e.toString());
    } catch (RuntimeException e) {
      result.failed(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }
    return result.done();
  }

  private Token token() {
    long await = order.number("awaitLoginMillis", 0);
    return await > 0
        ? application.manager().token(Duration.ofMillis(await))
        : application.manager().token();
  }

  private Token lasting() {
    return application.manager().tokenValidFor(Duration.ofMillis(order.number("leastMillis", 0)));
  }

  private Token renewal() {
    Token held = application.held();
    return held == null ? token() : application.manager().renew(held);
  }

  private Token patiently(Supplier<Token> request) {
    while (true) {
      try {
        return request.get();
      } catch (TokenException e) {
        if (!isWorthWaiting(e)) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private boolean isWorthWaiting(TokenException e) {
    return order.flag("retry")
        && e.reason() == TokenException.Reason.TRY_LATER
        && !Thread.currentThread().isInterrupted()
        && System.nanoTime() + e.retryAfter().toNanos() - deadline < 0;
  }

  private void pause(TokenException e) {
    try {
      Thread.sleep(Math.max(10, e.retryAfter().toMillis()));
      result.retried();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }

  private void keep(Token token) {
    application.hold(token);
    result.token(token);
  }

  private void call() throws IOException {
    Token held = order.flag("former") ? application.former() : application.held();
    Token token = held != null && order.flag("held") ? held : patiently(this::token);
    Refusal refusal = call(token);
    int status = refusal.status();
    if (status == 401 || status == 403) {
      result.rejected();
      Token rejected = token;
      if (order.flag("former")
          && application.manager().status().generation() > rejected.generation()) {
        result.late();
      }
      token = patiently(() -> application.manager().renew(rejected, refusal.claims()));
      status = call(token).status();
    }
    keep(token);
    result.status(status);
    if (status != 200) {
      result.failed("REJECTED", "the API answered " + status);
    }
  }

  /* Whatever the status. */
  private Refusal call(Token token) throws IOException {
    URI api = URI.create(order.text("api"));
    HttpURLConnection connection = (HttpURLConnection) api.toURL().openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(10_000);
    connection.setRequestProperty("Authorization", "Bearer " + token.value());
    int status = connection.getResponseCode();
    try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (body != null) {
        String unused = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    Map<String, List<String>> headers = connection.getHeaderFields();
    return new Refusal(status, api, name -> headers.getOrDefault(name, List.of()), "");
  }
}
