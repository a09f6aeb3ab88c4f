package dev.pawl.drills.child;

import dev.pawl.spi.Fingerprint;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one request of the application came to, as it is told to the runner. Not thread-safe. */
final class RequestResult {
  private final long started = System.nanoTime();
  private final Map<String, Object> members = new LinkedHashMap<>();
  private @Nullable Token token;
  private int retries;
  private long ended;

  void retried() {
    retries++;
  }

  /** Notes the token that was handed out. */
  void token(Token handedOut) {
    token = handedOut;
  }

  void accessToken(Fingerprint fingerprint) {
    members.put("token", fingerprint.value());
  }

  void status(int status) {
    members.put("status", status);
  }

  void rejected() {
    members.merge("rejections", 1L, (old, one) -> (Long) old + 1);
  }

  /** Notes that what was rejected had been replaced before that was reported. */
  void late() {
    members.put("late", true);
  }

  void failed(TokenException problem) {
    failed(problem.reason().name(), String.valueOf(problem.getMessage()));
    members.put("retryAfterMillis", problem.retryAfter().toMillis());
  }

  void failed(String reason, String message) {
    members.put("reason", reason);
    members.put("message", message);
  }

  /** Stops the clock; what is told costs time too, and is made later. */
  RequestResult done() {
    ended = System.nanoTime();
    return this;
  }

  /** What is told: never the token itself, only its fingerprint. */
  Map<String, Object> members() {
    if (token != null) {
      members.put("generation", token.generation());
      members.put("token", Fingerprint.of(token.value()).value());
    }
    members.put("micros", (ended - started) / 1000);
    members.put("endNanos", ended);
    members.put("retries", retries);
    return members;
  }
}
