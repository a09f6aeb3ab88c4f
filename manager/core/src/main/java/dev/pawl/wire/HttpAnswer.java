package dev.pawl.wire;

import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param body read as UTF-8; what is not is replaced: a name in an odd encoding must not cost a
 *     token, and a token with a replaced character is no token
 * @param sentAtMillis wall time just before the request was written
 * @param receivedAtMillis wall time at which its head was complete
 */
public record HttpAnswer(Head head, String body, long sentAtMillis, long receivedAtMillis) {
  private static final long MIN_RETRY_AFTER = 1_000;
  private static final long MAX_RETRY_AFTER = 15 * 60_000;

  /** Status line and headers; header names in lower case, repeated ones joined by a comma. */
  public record Head(int status, Map<String, String> headers) {
    @Nullable
    public String header(String name) {
      return headers.get(name);
    }
  }

  public int status() {
    return head.status();
  }

  /** The body as a JSON object. */
  public Map<String, @Nullable Object> json() throws JsonException {
    return Json.read(body);
  }

  /** What Retry-After says (RFC 9110 section 10.2.3), from 1 s to 15 min; null if nothing. */
  @Nullable
  public Long retryAfterMillis() {
    String text = head.header("retry-after");
    if (text == null) {
      return null;
    }
    if (text.matches("[0-9]+")) {
      return bounded(text.length() > 9 ? MAX_RETRY_AFTER : Long.parseLong(text) * 1000);
    }
    Long until = HttpDate.parse(text, receivedAtMillis);
    Long now = HttpDate.parse(head.header("date"), receivedAtMillis);
    return until == null ? null : bounded(until - (now == null ? receivedAtMillis : now));
  }

  private static long bounded(long millis) {
    return Math.max(MIN_RETRY_AFTER, Math.min(MAX_RETRY_AFTER, millis));
  }

  /** The server's clock minus ours; null if it sent no Date. */
  @Nullable
  public Long skewMillis() {
    Long date = HttpDate.parse(head.header("date"), receivedAtMillis);
    return date == null ? null : date - receivedAtMillis;
  }

  /** The status alone: headers and body may hold secrets. */
  @Override
  public String toString() {
    return "Answer[status=" + status() + "]";
  }
}
